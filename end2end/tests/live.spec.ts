// What others change comes into the open page by itself, and nothing of what somebody is doing there is lost.
import type { Page, Response } from "@playwright/test";
import { amara, expect, marisol, test } from "../support/sample";
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

test("T2, T6, P10: a change from elsewhere is shown in its row, which alone is read; focus, scroll and an open menu stay", async ({ team, another }) => {
  const problems = problemsOf(team);
  const other = await another();
  await signIn(other, marisol);
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  const [marisols, kofis] = [rowOf(team, "Marisol Vega"), rowOf(team, "Kofi Mensah")];
  const [marisolsElement, kofisElement] = [await marisols.elementHandle(), await kofis.elementHandle()];
  const reads: Response[] = [];
  team.on("response", (answer) => answer.url().includes("/api/") && reads.push(answer));
  const list = team.locator(".table-scroll");
  await kofis.focus();
  await list.evaluate((it) => (it.scrollTop = 90));

  await sets(other, "dnd");
  await expect(marisols.getByText("Do not disturb")).toBeVisible();
  expect(reads.map((answer) => new URL(answer.url()).pathname)).toEqual(["/api/team/rows"]);
  const { responseBodySize, responseHeadersSize } = await reads[0].request().sizes();
  expect(responseBodySize + responseHeadersSize, "bytes of one change").toBeLessThanOrEqual(2_048);
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

test("T2: an answer that is overtaken on its way does not put back what was", async ({ team, another }) => {
  const other = await another();
  await signIn(other, marisol);
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  const marisols = rowOf(team, "Marisol Vega");
  let deliver = () => {};
  const held = new Promise<void>((resolve) => (deliver = resolve));
  let asked = 0;
  // The first answer is made at once, and comes last.
  await team.route("**/api/team/rows*", async (route) => {
    asked += 1;
    const first = asked === 1;
    const response = await route.fetch();
    if (first) await held;
    await route.fulfill({ response });
  });
  await sets(other, "dnd");
  await expect.poll(() => asked).toBe(1);
  await sets(other, "available");
  await expect.poll(() => asked).toBe(2);
  const late = team.waitForResponse((answer) => answer.url().includes("/api/team/rows"));
  deliver();
  await (await late).finished();
  // Until the page has drawn what it made of it.
  await team.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(marisols.getByText("Available")).toBeVisible();
  await expect(marisols.getByText("Do not disturb")).toHaveCount(0);
});

test("T2: what could not be read after a change is read a little later", async ({ team, another, problems }) => {
  // What the browser says of an answer that never comes.
  problems.expect(/net::ERR_FAILED/);
  const other = await another();
  await signIn(other, marisol);
  await sets(other, "available");
  await team.goto("/team?sort=extension");
  await untilReady(team);
  let refused = 0;
  await team.route("**/api/team/rows*", (route) => {
    refused += 1;
    return route.abort();
  });
  await sets(other, "dnd");
  await expect.poll(() => refused).toBe(1);
  // Nothing else happens, and the page finds out by itself.
  await expect(rowOf(team, "Marisol Vega").getByText("Do not disturb")).toBeVisible();
  await sets(other, "available");
});

test("T1, T6: whoever is deleted elsewhere leaves the page, and the numbers above the table follow", async ({ team, another }) => {
  const problems = problemsOf(team);
  const other = await another();
  await signIn(other, amara);
  await team.goto("/team?q=Siobh");
  await untilReady(team);
  const row = rowOf(team, "Siobhán Ní Bhriain");
  await expect(row).toBeVisible();
  const id = (await row.getByRole("link", { name: "Siobhán Ní Bhriain", exact: true }).getAttribute("href"))!.split(/[/?]/)[2];
  await other.goto(`/team/${id}/delete`);
  await untilReady(other);
  await other.getByRole("button", { name: /^Delete/ }).click();
  await expect(row).toHaveCount(0);
  await expect(team.getByRole("tab", { name: /^All/ }).or(team.getByRole("link", { name: /^All/ })).first()).toContainText("1,299");
  await other.locator(".toast").getByRole("button", { name: "Undo" }).or(other.locator(".toast").getByRole("link", { name: "Undo" })).click();
  await other.getByRole("button", { name: "Restore Siobhán Ní Bhriain" }).click();
  await expect(row, "whoever comes back is on the page again").toBeVisible();
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
  const items = team.getByRole("menuitem", { disabled: false }).filter({ hasNotText: "The plan now" });
  await items.first().click();
  await expect(pick).not.toHaveText(before);
  const chosen = await pick.innerText();
  const read = team.waitForResponse((answer) => answer.url().includes("/api/team/rows"));
  await sets(other, "dnd");
  await read;
  await expect(rowOf(team, "Marisol Vega").getByText("Do not disturb")).toBeVisible();
  await expect(pick).toHaveText(chosen);
  release();
  await team.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(pick).toHaveText(before);
  await sets(other, "available");
});
