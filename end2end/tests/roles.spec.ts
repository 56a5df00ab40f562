import { expect, amara, marisol, test } from "../support/sample";
import { expectNoViolations } from "../support/axe";
import { signIn, untilReady } from "../support/steps";
import type { Page } from "@playwright/test";

/** Opens a role of the list by its name. */
async function open(page: Page, role: string) {
  await page.goto("/roles");
  await untilReady(page);
  await page.getByRole("columnheader", { name: role }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: new RegExp(`^${role}`) })).toBeVisible();
}

/** Gives a member a role by the edit drawer. */
async function give(page: Page, member: string, role: string) {
  await page.goto(`/team?q=${encodeURIComponent(member)}`);
  await untilReady(page);
  const href = (await page.getByRole("link", { name: member, exact: true }).first().getAttribute("href"))!.split("?")[0];
  await page.goto(`${href}/edit`);
  await untilReady(page);
  await page.getByRole("dialog").getByLabel("Role", { exact: true }).selectOption({ label: role });
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(`${member} saved`)).toBeVisible();
}

test("R2, R4: a role made by duplicating says which roles it can't assign and why", async ({ team }) => {
  await open(team, "Support lead");
  await team.getByRole("link", { name: "Duplicate Support lead" }).click();
  await expect(team.getByLabel("Name", { exact: true })).toHaveValue("Support lead copy");
  await team.getByLabel("Name", { exact: true }).fill("Night lead");
  const administrator = team.getByRole("checkbox", { name: "Administrator", exact: true });
  await expect(administrator).toHaveAttribute("aria-disabled", "true");
  await expect(administrator).toHaveAccessibleDescription(/Only Administrators can assign Administrator/);
  await expect(team.getByRole("checkbox", { name: "Manager", exact: true })).toHaveAccessibleDescription(/Manager may do more than this role/);
  await administrator.click({ force: true });
  await expect(administrator).not.toBeChecked();
  await team.getByRole("checkbox", { name: "New role: See the audit log and undo" }).check();
  await expectNoViolations(team);
  await team.getByRole("button", { name: "Create role" }).click();
  await expect(team.getByText("Night lead saved.")).toBeVisible();
  await expect(team).toHaveURL(/\/roles\/[0-9a-f-]{36}$/);
  await expect(team.getByRole("columnheader", { name: "Night lead" })).toBeVisible();
});

test("R11: a member gets exactly what the role says, with the next request of their browser", async ({ team, another }) => {
  const manager = await another();
  await signIn(manager, marisol);
  await manager.goto("/audit");
  await expect(manager.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await give(team, "Marisol Vega", "Billing clerk");
  await manager.goto("/audit");
  await expect(manager.getByRole("main").getByText(/Your role doesn’t include “See the audit log and undo”/)).toBeVisible();

  await open(team, "Billing clerk");
  const box = team.getByRole("checkbox", { name: "Billing clerk: See the audit log and undo" });
  await box.check();
  await expect(team.locator("td.changed")).toHaveCount(1);
  await expect(team.getByText(/^1 change\. \d+ members? gets? them the next time they load a page\.$/)).toBeVisible();
  await team.getByRole("button", { name: "Save Billing clerk" }).click();
  await expect(team.getByText(/Billing clerk saved\./)).toBeVisible();
  await manager.goto("/audit");
  await expect(manager.getByRole("heading", { name: /^Today/ })).toBeVisible();
  await expect(manager.getByText("Billing clerk").first()).toBeVisible();
  await manager.goto("/team");
  await untilReady(manager);
  await expect(manager.getByRole("link", { name: "Invite member" })).toHaveCount(0);
  await give(team, "Marisol Vega", "Manager");
});

test("R1, R2: a built-in role keeps what it has, discarding takes changes back, two saves don't overwrite each other", async ({ team, context }) => {
  await open(team, "Manager");
  const kept = team.getByRole("checkbox", { name: "Manager: Invite members" });
  await expect(kept).toHaveAttribute("aria-disabled", "true");
  await expect(kept).toHaveAccessibleDescription(/Manager is built in and keeps “Invite members”/);
  const seats = team.getByRole("checkbox", { name: "Manager: Buy seats" });
  await seats.check();
  await team.getByRole("button", { name: "Discard" }).click();
  await expect(seats).not.toBeChecked();
  await expect(team.locator("td.changed")).toHaveCount(0);

  await open(team, "Dispatcher");
  const assigns = team.getByRole("group", { name: "May assign these roles" }).getByRole("checkbox");
  const free = assigns.and(team.locator(":not([aria-disabled]):not(:checked)")).first();
  const box = team.locator(`#${await free.getAttribute("id")}`);
  await box.check();
  // The list of roles is drawn again, for a permission changes which may be assigned.
  await team.getByRole("checkbox", { name: "Dispatcher: Invite members" }).click();
  await expect(box).toBeChecked();
  await team.getByRole("button", { name: "Discard" }).click();
  await expect(box).not.toBeChecked();
  const other = await context.newPage();
  await open(other, "Dispatcher");
  await other.getByLabel("Description").fill("Sends calls to the right depot");
  await other.getByRole("button", { name: "Save Dispatcher" }).click();
  await expect(other.getByText(/Dispatcher saved/)).toBeVisible();
  await team.getByLabel("Description").fill("Something else");
  await team.getByRole("button", { name: "Save Dispatcher" }).click();
  await expect(team.getByRole("alert").getByText(/changed Dispatcher after you opened this page/)).toBeVisible();
  await expect(team.getByLabel("Description")).toHaveValue("Something else");
});

test("R2: a role in use is deleted together with choosing its members' next role", async ({ team }) => {
  await open(team, "Dispatcher");
  const members = await team.getByRole("columnheader", { name: "Dispatcher" }).locator(".n").textContent();
  await team.getByRole("link", { name: "Delete Dispatcher…" }).click();
  const dialog = team.getByRole("dialog");
  await expect(dialog).toContainText(`${members} get`);
  await expectNoViolations(team);
  await dialog.getByLabel("Next role of its members").selectOption({ label: "Agent" });
  await dialog.getByRole("button", { name: `Delete Dispatcher and change ${members}` }).click();
  await expect(team.getByText(`Dispatcher was deleted. Agent now: ${members}.`)).toBeVisible();
  await expect(team.getByRole("columnheader", { name: "Dispatcher" })).toHaveCount(0);
  await team.goto("/audit?change=roles");
  await expect(team.getByText(/Amara Okonkwo deleted the role Dispatcher/).first()).toBeVisible();
});

test("R10, R12: a Manager has no Roles in the navigation, and is told why there and at the page itself", async ({ another }) => {
  const manager = await another();
  await signIn(manager, marisol);
  await manager.goto("/team");
  await untilReady(manager);
  const nav = manager.getByRole("navigation", { name: "Main" });
  await expect(nav.getByRole("link", { name: "Roles" })).toHaveCount(0);
  await nav.getByText("Why don’t I see more?").click();
  await expect(nav.getByText(/Your role doesn’t include “Manage roles”. An Administrator can do it. Roles that have it: Administrator\./)).toBeVisible();
  const answer = await manager.goto("/roles");
  expect(answer!.status()).toBe(403);
  await expect(manager.getByRole("heading", { name: "Roles: not open to your role" })).toBeVisible();
  await expect(manager.getByRole("main").getByText(/“Manage roles”/).first()).toBeVisible();
  await expectNoViolations(manager);
});

test("R13: with the safeguard on a Manager sees Invite, refused with its reason", async ({ team, another }) => {
  await team.goto("/roles");
  await untilReady(team);
  await team.getByRole("link", { name: "Safeguards" }).click();
  await team.getByRole("switch", { name: "Only Administrators add members" }).check();
  await team.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(team.getByText("Safeguards saved")).toBeVisible();
  const manager = await another();
  await signIn(manager, marisol);
  await manager.goto("/team");
  await untilReady(manager);
  const invite = manager.getByRole("button", { name: "Invite member" });
  await expect(invite).toHaveAttribute("aria-disabled", "true");
  await expect(invite).toHaveAccessibleDescription(/only Administrators add members/);
  await team.goto("/roles/safeguards");
  await untilReady(team);
  await team.getByRole("switch", { name: "Only Administrators add members" }).uncheck();
  await team.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(team.getByText("Safeguards saved")).toBeVisible();
});

test("T13, R2: without script a role is made, refused with what was typed, saved and deleted", async ({ another }) => {
  const page = await another({ javaScriptEnabled: false });
  await signIn(page, amara);
  await page.goto("/roles/new");
  await page.getByLabel("Name", { exact: true }).fill("Agent");
  await page.getByRole("checkbox", { name: "New role: See the whole team table" }).check();
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByText("There is a role named Agent already. Choose another name.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Agent");
  await expect(page.getByRole("checkbox", { name: "New role: See the whole team table" })).toBeChecked();
  await page.getByLabel("Name", { exact: true }).fill("Observer");
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByRole("heading", { name: /^Observer/ })).toBeVisible();
  await expect(page.getByText("Nobody has this role yet.")).toBeVisible();
  await page.getByRole("link", { name: "Delete Observer…" }).click();
  await page.getByRole("button", { name: "Delete Observer" }).click();
  await expect(page.getByRole("columnheader", { name: "Observer" })).toHaveCount(0);
});

test("by keyboard alone: to a role, a box, and saving; dark and narrow without violations", async ({ team }) => {
  await team.goto("/roles");
  await untilReady(team);
  await team.getByRole("columnheader", { name: "Billing clerk" }).getByRole("link").focus();
  await team.keyboard.press("Enter");
  const box = team.getByRole("checkbox", { name: "Billing clerk: Import members" });
  await box.focus();
  await team.keyboard.press("Space");
  await expect(box).toBeChecked();
  await team.getByRole("button", { name: "Save Billing clerk" }).focus();
  await team.keyboard.press("Enter");
  await expect(team.getByText(/Billing clerk saved/)).toBeVisible();
  await team.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(team);
  await team.setViewportSize({ width: 390, height: 844 });
  await expect(team.getByRole("button", { name: "Save Billing clerk" })).toBeVisible();
  const wide = await team.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await expectNoViolations(team);
});
