import { expectNoViolations } from "../support/axe";
import { dana, setupAccount, signIn, tryToSignIn, untilReady } from "../support/steps";
import { expect, startServer, test } from "../support/server";

test("A1: from an empty database to a sample team and back in after signing out", async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.baseURL });
  const page = await context.newPage();
  await page.goto(server.setupLink);
  await expectNoViolations(page);
  await setupAccount(page, server);
  await expect(page.getByRole("heading", { name: "Your account is ready" })).toBeVisible();
  await untilReady(page);
  await expectNoViolations(page);
  await page.getByRole("button", { name: /Load a sample team/ }).click();
  await expect(page.getByRole("table")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: /^Team/ })).toContainText("1,301");
  await page.getByRole("button", { name: /Dana Whitfield/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, dana);
  await expect(page.getByRole("table")).toBeVisible();
  await context.close();
  await server.stop();
});

test("A1: setup names every field that needs attention, keeps what was typed, and its link works once", async ({ browser }) => {
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.baseURL });
  const page = await context.newPage();
  await page.goto(server.setupLink);
  await untilReady(page);
  await page.getByLabel("Company name").fill("Harborline Freight");
  await page.getByLabel("First name").fill("Dana");
  await page.getByLabel("Email").fill("dana@harborline");
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("The email has no ending such as .com.").first()).toBeVisible();
  await expect(page.getByText("Many people use this password").first()).toBeVisible();
  await expect(page.getByLabel("Company name")).toHaveValue("Harborline Freight");
  await page.goto("/setup?token=wrong");
  await expect(page.getByRole("button", { name: "Create account" })).toHaveCount(0);
  await setupAccount(page, server);
  await page.goto(server.setupLink);
  await expect(page.getByRole("button", { name: "Create account" })).toHaveCount(0);
  await context.close();
  await server.stop();
});

test("T14: the first member's empty team says so and offers the ways on", async ({ browser }) => {
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.baseURL });
  const page = await context.newPage();
  await setupAccount(page, server);
  await page.goto("/team");
  await untilReady(page);
  await expect(page.getByRole("heading", { name: "It’s just you so far" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Import a CSV file/ })).toHaveAttribute("href", "/team/import");
  await expect(page.getByRole("button", { name: /Load a sample team/ })).toBeVisible();
  await expectNoViolations(page);
  await context.close();
  await server.stop();
});

test("A2: a wrong password and an unknown name get the same sentence, and the typed name stays", async ({ browser }) => {
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.baseURL });
  const page = await context.newPage();
  await setupAccount(page, server);
  await context.clearCookies();
  await page.goto("/sign-in");
  await untilReady(page);
  await expectNoViolations(page);
  const said: string[] = [];
  for (const email of [dana.email, "nobody@harborline.example"]) {
    await tryToSignIn(page, { email, password: "not the password" });
    const error = page.locator(".field__message .error, p.error").filter({ hasText: "match" }).first();
    await expect(error).toBeVisible();
    said.push((await error.textContent()) ?? "");
    await expect(page.getByLabel("Email or username")).toHaveValue(email);
  }
  expect(said[0]).toBe(said[1]);
  await context.close();
  await server.stop();
});
