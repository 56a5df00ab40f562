// What others change comes into the open page by itself, and nothing of what somebody is doing there is lost.
import type { Page } from "@playwright/test";
import { expect, marisol, test } from "../support/sample";
import { problemsOf, signIn, untilReady } from "../support/steps";

/** Marisol Vega, in a browser of her own, is available or not. */
async function sets(other: Page, availability: "available" | "dnd") {
  const answer = await other.request.post("/api/session/availability", {
    form: { availability },
    headers: { accept: "application/json", "sec-fetch-site": "same-origin" },
  });
  expect(answer.ok()).toBe(true);
}

const rowOf = (page: Page, name: string) => page.locator(".team-table tbody tr").filter({ has: page.getByRole("link", { name, exact: true }) });

test("T2, T6: a change from elsewhere is shown in its row; rows, focus, scroll and an open menu stay", async ({ team, another }) => {
  const problems = problemsOf(team);
  const other = await another();
  await signIn(other, marisol);
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  const [marisols, kofis] = [rowOf(team, "Marisol Vega"), rowOf(team, "Kofi Mensah")];
  const [marisolsElement, kofisElement] = [await marisols.elementHandle(), await kofis.elementHandle()];
  const reads: string[] = [];
  team.on("request", (request) => request.url().includes("/api/team/page") && reads.push(request.url()));
  const list = team.locator(".table-scroll");
  await kofis.focus();
  await list.evaluate((it) => (it.scrollTop = 90));

  await sets(other, "dnd");
  await expect(marisols.getByText("Do not disturb")).toBeVisible();
  expect(reads.length, "the list is looked at once").toBe(1);
  expect(await marisolsElement!.evaluate((it) => it.isConnected), "the changed row is the same element").toBe(true);
  expect(await kofisElement!.evaluate((it) => it === document.activeElement), "focus stays on its row").toBe(true);
  expect(await list.evaluate((it) => it.scrollTop)).toBe(90);

  await kofis.getByRole("link", { name: /More actions/ }).click();
  await expect(team.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await sets(other, "available");
  await expect(marisols.getByText("Available")).toBeVisible();
  await expect(team.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  expect(await kofisElement!.evaluate((it) => it.isConnected)).toBe(true);
  await team.keyboard.press("Escape");
  await expect(kofis.getByRole("link", { name: /More actions/ })).toBeFocused();
  expect(problems).toEqual([]);
});

test("T2, T4: a search that is being typed stays while others change the team", async ({ team, another }) => {
  const problems = problemsOf(team);
  const other = await another();
  await signIn(other, marisol);
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  // Answers to the search are held, so that the change comes in between.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await team.route(/api\/team\/page.*q%3Dmar/, async (route) => {
    await held;
    await route.continue();
  });
  const field = team.getByRole("searchbox", { name: /Search by/ });
  const asked = team.waitForRequest(/api\/team\/page.*q%3Dmar/);
  await field.pressSequentially("mar");
  await asked;
  await sets(other, "dnd");
  await field.pressSequentially("isol");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("marisol");
  release();
  await expect(team).toHaveURL(/q=marisol/);
  await expect(rowOf(team, "Marisol Vega").getByText("Do not disturb")).toBeVisible();
  await expect(field).toHaveValue("marisol");
  await expect(field).toBeFocused();
  await sets(other, "available");
  expect(problems).toEqual([]);
});

test("M14, T6: a plan that is just being changed is not taken back by an answer from before", async ({ team, another }) => {
  const other = await another();
  await signIn(other, marisol);
  // From a known state, so that what she sets later is a change.
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  const row = rowOf(team, "Priya Raghunathan");
  const pick = row.getByRole("link", { name: /^Plan for/ });
  const before = (await pick.innerText()).trim();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await team.route(/api\/members\/change-plan/, async (route) => {
    await held;
    await route.continue();
  });
  await pick.click();
  const items = team.getByRole("menuitem").filter({ hasNotText: /The plan now|No .* seat/ });
  await items.first().click();
  await expect(pick).not.toHaveText(before);
  const chosen = await pick.innerText();
  const read = team.waitForResponse((answer) => answer.url().includes("/api/team/page"));
  await sets(other, "dnd");
  await read;
  await expect(rowOf(team, "Marisol Vega").getByText("Do not disturb")).toBeVisible();
  await expect(pick).toHaveText(chosen);
  release();
  await team.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(pick).toHaveText(before);
  await sets(other, "available");
});
