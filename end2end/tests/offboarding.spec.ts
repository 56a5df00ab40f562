import { amara, cardOf, expect, marisol, test } from "../support/sample";
import { expectNoViolations } from "../support/axe";
import { signIn, tryToSignIn, untilReady } from "../support/steps";
import type { Page } from "@playwright/test";

test.use({ company: "offboarding" });

/** Opens the menu of somebody's row and chooses an entry. */
async function choose(page: Page, name: string, entry: string | RegExp) {
  await page.goto(`/team?q=${encodeURIComponent(name)}`);
  await untilReady(page);
  await page.getByRole("link", { name: `More actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

test("T9, R10: a row's menu opens at its three dots, by keyboard too, and says what it hides", async ({ team, another }) => {
  await team.goto("/team?q=Priya");
  await untilReady(team);
  const dots = team.getByRole("link", { name: "More actions for Priya Raghunathan" });
  await dots.focus();
  await team.keyboard.press("Enter");
  await expect(team.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await expectNoViolations(team);
  await team.keyboard.press("Escape");
  await expect(team.getByRole("menuitem", { name: "Edit" })).toBeHidden();

  const manager = await another();
  await signIn(manager, marisol);
  await manager.goto("/team?q=Amara");
  await untilReady(manager);
  await manager.getByRole("link", { name: "More actions for Amara Okonkwo" }).click();
  await expect(manager.getByRole("menuitem", { name: "Delete…" })).toHaveCount(0);
  await manager.locator("#row-menu").getByText("Why don’t I see more?").click();
  await expect(manager.locator("#row-menu").getByText(/Only an Administrator can delete an Administrator/)).toBeVisible();
});

test("M9: supervising shows the member's view under a banner, changes nothing, and ends with Exit", async ({ team }) => {
  await choose(team, "Priya Raghunathan", "Supervise");
  await team.getByLabel("Reason").fill("Helps with forwarding");
  await team.getByRole("button", { name: "Supervise Priya Raghunathan" }).click();
  const banner = team.getByRole("region", { name: "Supervising" });
  await expect(banner).toContainText("You are viewing Teamline as Priya Raghunathan");
  await expectNoViolations(team);
  const refused = await team.request.post("/api/session/preferences", { form: { theme: "dark" }, headers: { accept: "application/json", "sec-fetch-site": "same-origin" } });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain("read-only");
  await banner.getByRole("button", { name: "Start acting" }).click();
  await expect(banner).toContainText("You act on Teamline as Priya Raghunathan");
  await banner.getByRole("button", { name: "Exit" }).click();
  await expect(banner).toHaveCount(0);
  await expect(team.locator("#profile")).toContainText("Priya Raghunathan");
});

test("M16: suspending ends the other's session at once; reactivating lets them in again", async ({ team, another }) => {
  const manager = await another();
  await signIn(manager, marisol);
  await choose(team, "Marisol Vega", "Suspend");
  await team.getByRole("button", { name: "Suspend Marisol Vega" }).click();
  await expect(team.getByText("Marisol Vega is suspended")).toBeVisible();
  await manager.goto("/team");
  await expect(manager).toHaveURL(/sign-in/);
  await tryToSignIn(manager, marisol);
  await expect(manager.getByText(/don’t match/)).toBeVisible();
  // One press takes it back; the dialog of the card's menu does it, too.
  await team.getByRole("button", { name: "Undo" }).click();
  await expect(team.getByText("Undone for 1 member")).toBeVisible();
  await signIn(manager, marisol);
  await choose(team, "Marisol Vega", "Suspend");
  await team.getByRole("button", { name: "Suspend Marisol Vega" }).click();
  await expect(team.getByText("Marisol Vega is suspended")).toBeVisible();
  await choose(team, "Marisol Vega", "Reactivate");
  await team.getByRole("button", { name: "Reactivate Marisol Vega" }).click();
  await expect(team.getByText("Marisol Vega is active again")).toBeVisible();
  await signIn(manager, marisol);
});

test("M17: deleting says what happens, hands things on, and can be undone", async ({ team }) => {
  await choose(team, "Tomasz Wiśniewski", "Delete…");
  const dialog = team.getByRole("dialog");
  await expect(dialog).toContainText("Their access and all sessions end now.");
  await expect(dialog).toContainText("Until then they can be restored");
  await expectNoViolations(team);
  await dialog.getByLabel("Transfer to", { exact: true }).fill("Nobody Such");
  await dialog.getByText(/^Extension \d+/).click();
  await dialog.getByRole("button", { name: "Delete Tomasz Wiśniewski" }).click();
  await expect(dialog.getByText(/Nobody on the team is called that/)).toBeVisible();
  await expect(dialog.getByLabel("Transfer to", { exact: true })).toHaveValue("Nobody Such");
  await dialog.getByLabel("Transfer to", { exact: true }).fill("Kofi Mensah");
  await dialog.getByRole("button", { name: "Delete Tomasz Wiśniewski" }).click();
  await expect(team.getByText("Tomasz Wiśniewski was deleted")).toBeVisible();
  await team.goto("/team/deleted");
  await untilReady(team);
  await team.getByRole("link", { name: "Restore Tomasz Wiśniewski" }).click();
  await team.getByRole("button", { name: "Restore Tomasz Wiśniewski" }).click();
  await expect(team.getByText(/Tomasz Wiśniewski is back/)).toBeVisible();
});

test("T13, M16: without script the menu is on the card and the dialog is a page", async ({ another }) => {
  const page = await another({ javaScriptEnabled: false });
  await signIn(page, amara);
  await page.goto("/team?q=Priya");
  await page.getByRole("link", { name: "More actions for Priya Raghunathan" }).click();
  await page.getByRole("button", { name: "More actions for Priya Raghunathan" }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  await page.getByRole("button", { name: "Suspend Priya Raghunathan" }).click();
  await expect(page.locator("#profile")).toContainText("Suspended");
  await expect(page).toHaveURL(/\/team\/[0-9a-f-]{36}(\?|$)/);
  await page.goto(page.url().split("?")[0] + "/reactivate");
  await page.getByRole("button", { name: "Reactivate Priya Raghunathan" }).click();
  await expect(page.locator("#profile")).not.toContainText("Suspended");
});

test("M8: Duplicate starts an invitation with the original's role, plan, groups and settings, and nothing of their own", async ({ team }) => {
  const card = await cardOf(team, "Priya Raghunathan");
  await team.goto(`${card}/edit`);
  await untilReady(team);
  const original = team.getByRole("dialog");
  const groups = original.getByRole("group", { name: "Groups" }).getByRole("checkbox", { checked: true });
  await expect(groups.first()).toBeVisible();
  const inGroups = await groups.count();
  const role = await original.getByLabel("Role").evaluate((it: HTMLSelectElement) => it.selectedOptions[0].text);

  await choose(team, "Priya Raghunathan", "Duplicate");
  await expect(team).toHaveURL(/like=/);
  const form = team.getByRole("dialog", { name: "Invite member" });
  await expect(form.getByRole("radio", { name: role, exact: true })).toBeChecked();
  await expect(form.getByRole("radio", { name: /^Plus/ })).toBeChecked();
  await expect(form.getByRole("group", { name: "Groups" }).getByRole("checkbox", { checked: true })).toHaveCount(inGroups);
  for (const own of ["First name", "Last name", "Email", "Mobile number", "Forwarding number 1"]) {
    await expect(form.getByLabel(own, { exact: true })).toHaveValue("");
  }
  await expectNoViolations(team);
  await form.getByLabel("First name").fill("Anjali");
  await form.getByLabel("Last name").fill("Raghunathan");
  await form.getByLabel("Email", { exact: true }).fill("anjali@larkspur.test");
  await form.getByRole("button", { name: "Send invite" }).click();
  await expect(team.locator("#profile").getByRole("heading", { name: "Anjali Raghunathan", exact: true })).toBeVisible();
});

test("M17: the dialog to delete works at its own address, with script taking over without a fault", async ({ team }) => {
  const faults: string[] = [];
  team.on("pageerror", (error) => faults.push(error.message));
  team.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  const card = await cardOf(team, "Jürgen Köhler");
  for (const action of ["delete", "reset-password", "suspend", "supervise"]) {
    await team.goto(`${card}/${action}`);
    await untilReady(team);
    await expect(team.getByRole("dialog")).toContainText("Jürgen Köhler");
  }
  await team.goto(`${card}/delete`);
  await untilReady(team);
  await team.getByRole("dialog").getByRole("link", { name: "Cancel" }).click();
  await expect(team.getByRole("dialog")).toHaveCount(0);
  await expect(team.locator("#profile")).toContainText("Jürgen Köhler");
  expect(faults).toEqual([]);
});
