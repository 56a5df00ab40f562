import { expectNoViolations } from "../support/axe";
import { expect, namesOn, test } from "../support/sample";
import { untilReady } from "../support/steps";

test("T1: the table shows people with status, role, extension, numbers, plan and email", async ({ team }) => {
  const row = team.getByRole("row").filter({ hasText: "Dana Whitfield" });
  await team.getByRole("searchbox", { name: /Search by/ }).fill("dana whitfield");
  await expect(row.first()).toBeVisible();
  await expect(row.first()).toContainText("dana@larkspur.test");
  await expectNoViolations(team);
});

test("T4: search finds accents without accents, and digits however they are written", async ({ team }) => {
  const search = team.getByRole("searchbox", { name: /Search by/ });
  await search.fill("kohler");
  await expect(team.getByRole("link", { name: "Jürgen Köhler", exact: true })).toBeVisible();
  await expect(team).toHaveURL(/q=kohler/);
  await search.fill("zzzzqqq");
  await expect(team.getByRole("heading", { name: "Nobody matches “zzzzqqq”", exact: true })).toBeVisible();
  await expectNoViolations(team);
  await team.getByRole("link", { name: /Show all/ }).click();
  await expect(team.getByRole("table")).toBeVisible();
  await expect(search).toHaveValue("");
});

test("T5: filters combine, show as chips that can be removed, live in the address, and Back works", async ({ team }) => {
  await team.getByRole("button", { name: "Role", exact: true }).click();
  await team.locator("#filter-role").getByLabel(/^Manager/).check();
  await team.locator("#filter-role").getByRole("button", { name: "Show members" }).click();
  await expect(team).toHaveURL(/role=/);
  await expect(team.getByRole("link", { name: "Remove filter: Role is Manager" })).toBeVisible();
  const managers = await namesOn(team);
  expect(managers).toContain("Marisol Vega");
  expect(managers).not.toContain("Dana Whitfield");
  await team.reload();
  await untilReady(team);
  expect(await namesOn(team)).toEqual(managers);
  await team.getByRole("link", { name: /Remove filter: Role/ }).click();
  await expect(team.getByRole("link", { name: /Remove filter: Role/ })).toHaveCount(0);
  await team.goBack();
  await expect(team.getByRole("link", { name: /Remove filter: Role/ })).toBeVisible();
});

test("T5: a hand-edited address falls back and says so", async ({ page }) => {
  await page.goto("/team?sort=colour&per=17&after=nonsense");
  await expect(page.getByText(/“colour” is not/)).toBeVisible();
  await expect(page.getByRole("table")).toBeVisible();
});

test("T3: sorting by a heading turns round on the second press", async ({ team }) => {
  await team.getByRole("link", { name: "Ext." }).click();
  await expect(team.getByRole("columnheader", { name: "Ext." })).toHaveAttribute("aria-sort", "ascending");
  const up = await namesOn(team);
  await team.getByRole("link", { name: "Ext." }).click();
  await expect(team.getByRole("columnheader", { name: "Ext." })).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => namesOn(team)).not.toEqual(up);
});

test("T6: the next page continues where this one ends, and back leads to the same rows", async ({ team }) => {
  const first = await namesOn(team);
  await expect(team.locator(".pager__range")).toHaveText("1–50 of 1,300");
  await team.getByRole("link", { name: "Next" }).click();
  await expect(team.locator(".pager__range")).toHaveText("51–100 of 1,300");
  const second = await namesOn(team);
  expect(second.filter((name) => first.includes(name)).length).toBeLessThan(5);
  await team.getByRole("link", { name: "Previous" }).click();
  await expect(team.locator(".pager__range")).toHaveText("1–50 of 1,300");
  expect(await namesOn(team)).toEqual(first);
});

test("T7: chosen columns and density stay after a reload", async ({ team }) => {
  await team.getByRole("button", { name: "Columns" }).click();
  const saved = team.waitForResponse((r) => r.url().includes("session/preferences") && r.ok());
  await team.locator("#columns").getByLabel("Plan").uncheck();
  await saved;
  await expect(team.getByRole("columnheader", { name: "Plan" })).toHaveCount(0);
  await team.reload();
  await untilReady(team);
  await expect(team.getByRole("columnheader", { name: "Plan" })).toHaveCount(0);
  await team.getByRole("button", { name: "Columns" }).click();
  const reset = team.waitForResponse((r) => r.url().includes("session/preferences") && r.ok());
  await team.getByRole("button", { name: "Reset to default" }).click();
  await reset;
  await expect(team.getByRole("columnheader", { name: "Plan" })).toBeVisible();
});

test("T8: a row opens the card at its own address, with its place in the list and its neighbours", async ({ team }) => {
  await team.getByRole("searchbox", { name: /Search by/ }).fill("dana whitfield");
  await expect(team).toHaveURL(/q=dana/);
  await team.getByRole("link", { name: "Dana Whitfield", exact: true }).click();
  await expect(team).toHaveURL(/\/team\/[0-9a-f-]{36}/);
  const card = team.getByRole("complementary", { name: "Profile" });
  await expect(card.getByRole("heading", { name: "Dana Whitfield", exact: true })).toBeVisible();
  await expect(card).toContainText("dana@larkspur.test");
  await expectNoViolations(team);
  await team.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
});

test("A3: a member id that isn’t there is answered without saying more", async ({ page }) => {
  await page.goto("/team/0192f0aa-1234-7abc-8def-0123456789ab");
  await expect(page.getByText("There is no such member on the team.").first()).toBeVisible();
});

test("T10: by keyboard alone one searches, moves, opens and closes", async ({ team }) => {
  await team.keyboard.press("/");
  await expect(team.getByRole("searchbox", { name: /Search by/ })).toBeFocused();
  await team.keyboard.type("whitfield");
  await expect(team).toHaveURL(/q=whitfield/);
  await team.keyboard.press("Tab");
  await team.keyboard.press("j");
  await team.keyboard.press("Enter");
  await expect(team).toHaveURL(/\/team\/[0-9a-f-]{36}/);
  await team.keyboard.press("Escape");
  await expect(team).toHaveURL(/\/team\?q=whitfield/);
  await team.keyboard.press("?");
  await expect(team.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectNoViolations(team);
});

test("T10: Ctrl+K finds people and actions", async ({ team }) => {
  await team.keyboard.press("Control+k");
  const palette = team.getByRole("combobox");
  await expect(palette).toBeFocused();
  await palette.fill("okonkwo");
  await expect(team.getByRole("option", { name: /Amara Okonkwo/ })).toBeVisible();
  await team.keyboard.press("Enter");
  await expect(team).toHaveURL(/\/team\/[0-9a-f-]{36}/);
});

test("M20: one’s own availability is one press away and stays", async ({ team }) => {
  const saved = team.waitForResponse((r) => r.url().includes("session/availability") && r.ok());
  await team.getByText("Do not disturb", { exact: true }).first().click();
  await saved;
  await team.reload();
  await untilReady(team);
  await expect(team.getByRole("radio", { name: "Do not disturb" })).toBeChecked();
  const back = team.waitForResponse((r) => r.url().includes("session/availability") && r.ok());
  await team.getByText("Available", { exact: true }).first().click();
  await back;
});

test("T5: a view is kept under a name and deleted again", async ({ team }) => {
  await team.goto("/team?plan=pro");
  await untilReady(team);
  await team.getByRole("button", { name: "Save view" }).first().click();
  await team.locator("#view-name").fill("Pro people");
  await team.locator("#save-view").getByRole("button", { name: "Save view" }).click();
  await expect(team.getByRole("link", { name: "Pro people" })).toBeVisible();
  await team.getByRole("button", { name: "Delete the view Pro people" }).click();
  await expect(team.getByRole("link", { name: "Pro people" })).toHaveCount(0);
});
