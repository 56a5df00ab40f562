// Changing many at once: the plan, doing it, taking it back (K1 to K7, G2).
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { expectNoViolations } from "../support/axe";
import { expect, test } from "../support/sample";
import { untilReady } from "../support/steps";

/** Selects somebody who is on the page: the sample's drawn people have the lowest extensions. */
async function tick(page: Page, name: string) {
  await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
}

async function roleOf(page: Page, name: string): Promise<string> {
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  return (await row.first().locator(".c-role").innerText()).replace(/^Role\s*/, "").trim();
}

test.describe("with script", () => {
  test("K3, K6: Agent, Agent, Manager to Manager changes two, and Undo takes it back", async ({ team }) => {
    await team.goto("/team?sort=extension");
    await untilReady(team);
    for (const name of ["Priya Raghunathan", "Kofi Mensah", "Hina Matsumoto"]) await tick(team, name);
    await expect(team.locator(".bulkbar__n")).toHaveText("3 members selected");
    await team.getByRole("button", { name: "Change role", exact: true }).click();
    const dialog = team.getByRole("dialog", { name: "Change role of 3 members" });
    await dialog.getByLabel("New role").selectOption({ label: "Manager" });
    await expect(dialog.getByText("2 members will change; 1 already a Manager stays.")).toBeVisible();
    await expect(dialog.getByText("Already a Manager.")).toBeVisible();
    await expectNoViolations(team);
    await dialog.getByRole("button", { name: "Make 2 members Managers" }).click();
    await expect(team.getByText("2 members are now Managers")).toBeVisible();
    await expect.poll(() => roleOf(team, "Kofi Mensah")).toBe("Manager");
    await team.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await expect(team.getByText("Undone for 2 members")).toBeVisible();
    await expect.poll(() => roleOf(team, "Kofi Mensah")).toBe("Agent");
    await expect.poll(() => roleOf(team, "Hina Matsumoto")).toBe("Manager");
  });

  test("K1: the box in the heading ticks the page, is mixed over some, and unticks it again", async ({ team }) => {
    const page = team.getByRole("checkbox", { name: "Select all 50 on this page" });
    const ticked = team.locator(".row-check:checked");
    const isMixed = () => page.evaluate((box) => (box as HTMLInputElement).indeterminate);
    await page.check();
    await expect(ticked).toHaveCount(50);
    await expect(team.locator(".bulkbar__n")).toHaveText("50 members selected");
    await team.locator(".row-check").nth(3).uncheck();
    await expect.poll(isMixed).toBe(true);
    await expect(team.locator(".bulkbar__n")).toHaveText("49 members selected");
    await team.locator(".row-check").nth(3).check();
    await expect.poll(isMixed).toBe(false);
    await page.uncheck();
    await expect(ticked).toHaveCount(0);
    await expect(team.locator(".bulkbar")).toBeHidden();
  });

  test("K1: all that match is kept over paging and sorting, and who is unticked stays out", async ({ team }) => {
    await team.locator(".row-check").first().check();
    await team.getByRole("checkbox", { name: "Select all 1,300 that match" }).check({ force: true });
    await expect(team.locator(".bulkbar__n")).toHaveText("1,300 members selected");
    await team.locator(".row-check").first().uncheck();
    await team.getByRole("link", { name: "Next" }).click();
    await expect(team.locator(".pager__range")).toHaveText("51–100 of 1,300");
    await expect(team.locator(".bulkbar__n")).toHaveText("1,299 members selected");
    await team.getByRole("button", { name: "More", exact: true }).click();
    await team.getByRole("menuitem", { name: "Suspend", exact: true }).click();
    const dialog = team.getByRole("dialog", { name: "Suspend 1,299 members" });
    await expect(dialog.getByText("you can’t change")).toBeVisible();
    await expect(dialog.getByText(/and [\d,]+ more/)).toBeVisible();
    await dialog.getByRole("link", { name: "Cancel" }).click();
    await expect(team.locator(".bulkbar__n")).toHaveText("1,299 members selected");
    await team.keyboard.press("Escape");
    await expect(team.locator(".bulkbar")).toBeHidden();
  });

  test("K2, I2: the export holds exactly the ticked rows", async ({ team }) => {
    await team.goto("/team?sort=extension");
    await untilReady(team);
    for (const name of ["Priya Raghunathan", "Kofi Mensah"]) await tick(team, name);
    await team.getByRole("button", { name: "More", exact: true }).click();
    const [download] = await Promise.all([team.waitForEvent("download"), team.getByRole("menuitem", { name: /^Export/ }).click()]);
    const lines = (await readFile((await download.path())!, "utf8")).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines.join()).toContain("Raghunathan");
  });

  test("G2: an entry’s undo has an address of its own and says what is not there", async ({ team }) => {
    await team.goto("/audit/0192f0aa-1234-7abc-8def-0123456789ab/undo");
    await expect(team.getByRole("dialog", { name: "This can’t be undone" })).toBeVisible();
    await expect(team.getByText("There is no such entry in the audit log.")).toBeVisible();
  });
});

test.describe("T13: with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("K1, K3: ticked rows are planned, changed and undone by forms", async ({ page }) => {
    await page.goto("/team?q=kofi%20mensah");
    await page.getByRole("checkbox", { name: "Select Kofi Mensah", exact: true }).check();
    await page.getByRole("button", { name: "Change role", exact: true }).click();
    await expect(page).toHaveURL(/\/team\/bulk\/role\?/);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("New role").selectOption({ label: "Manager" });
    await dialog.getByRole("button", { name: "Show the preview" }).click();
    await expect(page.getByText("1 member will change.")).toBeVisible();
    await page.getByRole("button", { name: "Make 1 member a Manager" }).click();
    await expect(page).toHaveURL(/\/team\/bulk\/done\?key=/);
    await expect(page.getByText("1 member is now a Manager.")).toBeVisible();
    await page.getByRole("link", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo for 1 member" }).click();
    await expect(page.getByText("Undone for 1 member.")).toBeVisible();
  });
});

for (const theme of ["light", "dark"] as const) {
  test(`K2: the bar is a sheet on phones and the dialog reads well in the ${theme} theme`, async ({ another, session }) => {
    test.setTimeout(90_000);
    const page = await another({ storageState: session, viewport: { width: 390, height: 844 }, colorScheme: theme });
    await page.goto("/team?sort=extension");
    await untilReady(page);
    await tick(page, "Priya Raghunathan");
    await tick(page, "Kofi Mensah");
    await expect(page.locator(".bulkbar")).toBeInViewport();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Change role", exact: true }).click();
    await page.getByLabel("New role").selectOption({ label: "Manager" });
    await expect(page.getByRole("button", { name: "Make 2 members Managers" })).toBeVisible();
    await expectNoViolations(page);
  });
}
