import { expect, amara, marisol, test } from "../support/sample";
import { expectNoViolations } from "../support/axe";
import { signIn, untilReady } from "../support/steps";
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";

const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };

async function idOf(page: Page, name: string): Promise<string> {
  await page.goto(`/team?q=${encodeURIComponent(name)}`);
  await untilReady(page);
  const href = await page.getByRole("link", { name, exact: true }).first().getAttribute("href");
  return href!.split("?")[0].split("/").pop()!;
}

/** Suspends somebody and lets them back, so that there is something to read. */
async function suspendAndReactivate(page: Page, name: string): Promise<string> {
  const id = await idOf(page, name);
  for (const change of ["suspend", "reactivate"]) {
    const answer = await page.request.post(`/api/members/${change}`, { form: { id }, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  return id;
}

test("G1: every change is a sentence under its day, with before and after, and filters are removable chips", async ({ team }) => {
  await suspendAndReactivate(team, "Kofi Mensah");
  await team.goto("/audit");
  await untilReady(team);
  await expect(team.getByRole("heading", { name: /^Today, \w+day \d+ \w+$/ })).toBeVisible();
  const entry = team.getByRole("listitem").filter({ hasText: "Amara Okonkwo suspended Kofi Mensah" }).first();
  await entry.getByText("1 detail changed").click();
  await expect(entry.getByRole("row", { name: "State Active Suspended" })).toBeVisible();
  await expect(entry.getByRole("link", { name: "Undo: Amara Okonkwo suspended Kofi Mensah" })).toBeVisible();
  await expectNoViolations(team);

  await team.getByRole("button", { name: "Change", exact: true }).click();
  await team.getByRole("checkbox", { name: "Supervise" }).check();
  await team.getByRole("button", { name: "Show entries" }).click();
  await expect(team.getByRole("heading", { name: "No entry matches" })).toBeVisible();
  await expect(team).toHaveURL(/change=supervise/);
  await team.getByRole("link", { name: "Remove filter: Change is Supervise" }).click();
  await expect(team.getByText("suspended Kofi Mensah").first()).toBeVisible();
  await team.getByRole("link", { name: "Can be undone" }).click();
  await expect(team).toHaveURL(/undo=1/);
  await team.getByRole("button", { name: "When" }).click();
  await team.getByRole("link", { name: "Last 7 days" }).click();
  await expect(team).toHaveURL(/when=7d/);
  await expect(team.getByText("suspended Kofi Mensah").first()).toBeVisible();
});

test("G1: searching finds people without their accents, and the export holds what is shown", async ({ team }) => {
  await suspendAndReactivate(team, "Jürgen Köhler");
  await team.goto("/audit");
  await untilReady(team);
  await team.getByLabel("Search the audit log").fill("jurgen");
  await team.keyboard.press("Enter");
  await expect(team).toHaveURL(/q=jurgen/);
  await expect(team.getByText("suspended Jürgen Köhler").first()).toBeVisible();
  await expect(team.getByText("Kofi Mensah")).toHaveCount(0);
  const [download] = await Promise.all([team.waitForEvent("download"), team.getByRole("link", { name: "Export" }).click()]);
  expect(download.suggestedFilename()).toBe("audit-log.csv");
  const text = await readFile((await download.path())!, "utf8");
  expect(text).toContain("Amara Okonkwo suspended Jürgen Köhler");
  expect(text).not.toContain("Kofi");
});

test("G1: a member's card has their changes", async ({ team }) => {
  const id = await suspendAndReactivate(team, "Priya Raghunathan");
  await team.goto(`/team/${id}`);
  await untilReady(team);
  const card = team.locator("#profile");
  await card.getByRole("link", { name: "Changes" }).click();
  await expect(team).toHaveURL(new RegExp(`/team/${id}/changes`));
  await expect(card.getByText(/suspended Priya Raghunathan/).first()).toBeVisible();
  await expect(card.getByRole("link", { name: "Changes" })).toHaveAttribute("aria-current", "page");
  await expectNoViolations(team);
});

test("M9: what is done while supervising names both", async ({ team }) => {
  const id = await idOf(team, "Marisol Vega");
  const post = (path: string, form: Record<string, string>) => team.request.post(`/api/${path}`, { form, headers });
  expect((await post("supervise/begin", { id, reason: "Helps with her list" })).ok()).toBe(true);
  expect((await post("supervise/act", {})).ok()).toBe(true);
  expect((await post("session/availability", { availability: "dnd" })).ok()).toBe(true);
  expect((await post("supervise/exit", {})).ok()).toBe(true);
  await team.goto("/audit?q=availability");
  await expect(team.getByText(/on behalf of Marisol Vega/).first()).toBeVisible();
});

test("R12: an Agent is told why the log isn't open to them", async ({ team, another }) => {
  const manager = await another();
  await signIn(manager, marisol);
  const answer = await manager.goto("/audit");
  expect(answer!.status()).toBe(200);
  const id = await idOf(team, "Kofi Mensah");
  expect((await team.request.post("/api/supervise/begin", { form: { id, reason: "Looks" }, headers })).ok()).toBe(true);
  const refused = await team.goto("/audit");
  expect(refused!.status()).toBe(403);
  await expect(team.getByRole("main").getByText(/Roles that have it: Administrator, Manager/).first()).toBeVisible();
  expect((await team.request.post("/api/supervise/exit", { form: {}, headers })).ok()).toBe(true);
});

test("T13: without script filters, pages and details work", async ({ another }) => {
  const page = await another({ javaScriptEnabled: false });
  await signIn(page, amara);
  const id = (await (await page.goto("/team?q=Wei-Ling")) && page.locator(".team-table tbody a.person__n").first().getAttribute("href"))!;
  const member = (await id)!.split("?")[0].split("/").pop()!;
  for (let i = 0; i < 30; i++) {
    for (const change of ["suspend", "reactivate"]) await page.request.post(`/api/members/${change}`, { form: { id: member }, headers });
  }
  await page.goto("/audit?change=team");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/before=\d+/);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(page.getByRole("button", { name: "Newer" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Search the audit log").fill("reactivated");
  await page.getByRole("main").getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText(/reactivated/).first()).toBeVisible();
  await expect(page.locator(".event__t").filter({ hasText: " suspended " })).toHaveCount(0);
});

test("by keyboard alone to an entry's details; dark and narrow without violations", async ({ team }) => {
  await suspendAndReactivate(team, "Kofi Mensah");
  await team.goto("/audit");
  await untilReady(team);
  await team.locator("summary").filter({ hasText: "1 detail changed" }).first().focus();
  await team.keyboard.press("Enter");
  await expect(team.getByRole("columnheader", { name: "Before" }).first()).toBeVisible();
  await team.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(team);
  await team.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(team);
  const wide = await team.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
