// P7: pages whose code comes when they are first opened work like all others: by a link, by their address, with Back.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/sample";
import { problemsOf, untilReady } from "../support/steps";

/** Files of lazily loaded code that were asked for from now on. */
function codeOf(page: Page): string[] {
  const files: string[] = [];
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").pop() ?? "";
    if (name.startsWith("split_")) files.push(name);
  });
  return files;
}

const PAGES = [
  { path: "/profile", heading: "Your profile" },
  { path: "/you", heading: "Your settings" },
  { path: "/team/import", heading: "Import from CSV" },
  { path: "/team/deleted", heading: "Deleted members" },
  { path: "/team/invite", heading: "Invite" },
];

for (const { path, heading } of PAGES) {
  test(`P7: ${path} opened by its address is taken over with its code`, async ({ page }) => {
    const [problems, code] = [problemsOf(page), codeOf(page)];
    await page.goto(path);
    await untilReady(page);
    await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
    expect(code.length, "its code was loaded").toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
}

test("P7: the Team page loads no code of other pages; a link loads it once, and Back leads back", async ({ page }) => {
  const [problems, code] = [problemsOf(page), codeOf(page)];
  await page.goto("/team");
  await untilReady(page);
  expect(code).toEqual([]);
  await page.getByRole("link", { name: "Your profile" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" }).first()).toBeVisible();
  const loaded = code.length;
  expect(loaded).toBeGreaterThan(0);
  await page.goBack();
  await expect(page.locator(".team-table tbody tr").first()).toBeVisible();
  await page.getByRole("link", { name: "Your profile" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" }).first()).toBeVisible();
  expect(code.length).toBe(loaded);
  expect(problems).toEqual([]);
});

test("P7: a drawer opened over the list has its styles when it is seen", async ({ team }) => {
  const problems = problemsOf(team);
  await team.getByRole("link", { name: "Invite member" }).click();
  const drawer = team.getByRole("dialog");
  await expect(drawer).toBeVisible();
  expect(await drawer.evaluate((it) => getComputedStyle(it).position)).toBe("fixed");
  expect(problems).toEqual([]);
});

test("P7, T9: quick actions are drawn for the row under the pointer", async ({ team }) => {
  const rows = team.locator(".team-table tbody tr");
  await expect(rows.nth(1).locator(".quick a")).toHaveCount(0);
  await rows.nth(1).hover();
  await expect(rows.nth(1).locator(".quick a")).toHaveCount(3);
  await rows.nth(2).hover();
  await expect(rows.nth(1).locator(".quick a")).toHaveCount(0);
});

test("P8: the search box keeps what is typed while answers come", async ({ team }) => {
  const field = team.locator("#team-search");
  await field.pressSequentially("okonkwo", { delay: 15 });
  await expect(team).toHaveURL(/q=okonkwo/);
  await expect(field).toHaveValue("okonkwo");
  await expect(team.locator(".team-table tbody tr").first()).toContainText("Okonkwo");
  await team.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "All" }).click();
  await expect(field).toHaveValue("");
});

test("P7: people come with the document and are not asked for again; menus, keys and other columns know them", async ({ page }) => {
  const problems = problemsOf(page);
  const reads: string[] = [];
  page.on("request", (request) => request.url().includes("/api/") && reads.push(request.url()));
  const answer = await page.goto("/team");
  const document = (await answer?.text()) ?? "";
  const address = /mailto:([^"]+)"/.exec(document)?.[1] ?? "nobody";
  // The link, its words, and the row as data.
  expect(document.split(address).length - 1).toBe(3);
  await untilReady(page);
  const row = page.locator(".team-table tbody tr").filter({ hasText: address });
  await row.getByRole("link", { name: /More actions/ }).click();
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeVisible();
  await page.keyboard.press("Escape");
  expect(reads).toEqual([]);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Supervises" }).click();
  await expect(page.locator(".team-table .c-sup")).toHaveCount(0);
  await expect(row).toBeVisible();
  // As others expect it.
  await page.getByRole("checkbox", { name: "Supervises" }).click();
  await expect(row.locator(".c-sup")).toBeVisible();
  expect(problems).toEqual([]);
});
