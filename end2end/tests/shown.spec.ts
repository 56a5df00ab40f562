// What the screen says is so: who is online, who matches, what may be chosen, and why something is not shown.
import { amara, cardOf, expect, marisol, test } from "../support/sample";
import { setupAccount, signIn, untilReady } from "../support/steps";
import { startServer } from "../support/server";

test.use({ company: "shown" });

test("T2: a new founder is online at once, and an account of one finds its one member", async ({ browser }) => {
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.baseURL });
  const page = await context.newPage();
  await setupAccount(page, server);
  await page.goto("/team?q=dana");
  await untilReady(page);
  const row = page.locator(".team-table tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("Dana Whitfield");
  await expect(row.getByText("Available")).toBeVisible();
  await page.goto("/team?q=zzz");
  await expect(page.getByRole("heading", { name: "Nobody matches “zzz”" })).toBeVisible();
  await context.close();
  await server.stop();
});

test("T2: whoever signs in comes online in the open table of others, and goes offline when they sign out", async ({ team, another }) => {
  await team.goto("/team?q=Marisol");
  await untilReady(team);
  const row = team.locator(".team-table tbody tr").filter({ hasText: "Marisol Vega" });
  const other = await another();
  await signIn(other, marisol);
  await expect(row).not.toContainText("Offline");
  await other.request.post("/api/session/sign-out", { headers: { accept: "application/json", "sec-fetch-site": "same-origin" } });
  await expect(row.locator(".status__t.presence--offline")).toBeVisible();
});

test("K2: whoever assigns a number to many finds each of the account's numbers, not just the first", async ({ team }) => {
  await team.goto("/team");
  await untilReady(team);
  await team.locator(".team-table tbody tr").nth(2).getByRole("checkbox").check();
  await team.getByRole("toolbar").or(team.locator(".bulkbar")).first().getByRole("link", { name: /Assign number/ })
    .or(team.getByRole("button", { name: /Assign number/ })).first().click();
  const dialog = team.getByRole("dialog");
  const list = dialog.locator("#bulk-to");
  await expect(dialog.getByText(/The first 100 are in the list below; \d+ more match\./)).toBeVisible();
  const find = dialog.getByLabel("Find a number");
  await find.fill("555-0641");
  await find.press("Enter");
  await expect(list.locator("option")).toHaveCount(2);
  await expect(list.locator("option").nth(1)).toContainText("555-0641");
  await find.fill("no such number");
  await find.press("Enter");
  await expect(dialog.getByText("No number that you may give matches. Try fewer letters or digits.")).toBeVisible();
});

test("R10: what a role does not open is told as that, with nothing to try again and nothing that can't work", async ({ another }) => {
  const agent = await another();
  await signIn(agent, { email: "kofi@larkspur.test", password: amara.password });
  for (const path of ["/billing", "/team/import", "/team/deleted"]) {
    await agent.goto(path);
    await untilReady(agent);
    await expect(agent.getByRole("heading", { name: /not open to your role|isn’t open to you/ })).toBeVisible();
    await expect(agent.getByRole("link", { name: "Try again" })).toHaveCount(0);
    await expect(agent.getByRole("link", { name: /Statement as CSV|Printable page/ })).toHaveCount(0);
  }
});

test("T8: a card that is not there says so and can be closed", async ({ team }) => {
  await team.goto("/team/00000000-0000-7000-8000-000000000000");
  await untilReady(team);
  const card = team.getByRole("complementary", { name: "Profile" });
  await expect(card.getByRole("heading", { name: "It isn’t there" })).toBeVisible();
  await expect(card.getByRole("link", { name: "Try again" })).toHaveCount(0);
  await card.getByRole("link", { name: "Close" }).click();
  await expect(card).toHaveCount(0);
});

test("M9: a switch that is refused while supervising read-only goes back", async ({ team }) => {
  const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };
  const id = (await cardOf(team, "Marisol Vega")).split("/")[2];
  expect((await team.request.post("/api/supervise/begin", { form: { id, reason: "Looks" }, headers })).ok()).toBe(true);
  await team.goto("/profile");
  await untilReady(team);
  const screening = team.getByRole("switch", { name: "Screen incoming calls" });
  const before = await screening.isChecked();
  await screening.click();
  await expect(team.getByRole("alert").first()).toBeVisible();
  expect(await screening.isChecked()).toBe(before);
  expect((await team.request.post("/api/supervise/exit", { form: {}, headers })).ok()).toBe(true);
});
