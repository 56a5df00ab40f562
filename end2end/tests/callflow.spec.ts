import type { Page } from "@playwright/test";
import { expectNoViolations } from "../support/axe";
import { cardOf, expect, test } from "../support/sample";
import { problemsOf, signIn, untilReady } from "../support/steps";

const WHO_RINGS = "/call-flow/who-rings";

/** Titles of the drawn steps, from top to bottom. */
const steps = (page: Page) => page.locator(".flow .flow__t").allTextContents();

test("N8: the Call flow tab of a member's card shows from top to bottom what happens, each step with where it is changed", async ({ page }) => {
  const problems = problemsOf(page);
  const card = await cardOf(page, "Dana Whitfield");
  await page.goto(`${card}/call-flow`);
  await untilReady(page);
  await expect(page.getByRole("link", { name: "Call flow", exact: true }).last()).toHaveAttribute("aria-current", "page");
  const flow = page.getByRole("list", { name: "What happens when someone calls Dana Whitfield" });
  await expect(flow).toBeVisible();
  expect((await steps(page))[0]).toBe("Someone calls (503) 555-0142");
  await expect(flow).toContainText("Or extension 1018");
  await expect(flow).toContainText("Forward to 3 numbers");
  await expect(flow).toContainText("Voicemail of Dana Whitfield");
  await expectNoViolations(page);
  await flow.getByRole("link", { name: "Change their forwarding" }).click();
  await expect(page).toHaveURL(new RegExp(`${card}/forwarding`));
  expect(problems).toEqual([]);
});

test("N8: a member sees their own flow, with ways to their own profile", async ({ server, browser }) => {
  const context = await browser.newContext({ baseURL: server.baseURL, storageState: undefined });
  const own = await context.newPage();
  await signIn(own, { email: "dana@larkspur.test", password: "quiet harbor lantern 42" });
  await own.goto("/profile");
  await untilReady(own);
  await own.getByRole("link", { name: "See what happens when someone calls you" }).click();
  const flow = own.getByRole("list", { name: "What happens when someone calls Dana Whitfield" });
  await expect(flow.getByRole("link", { name: "Change your forwarding" })).toHaveAttribute("href", "/profile");
  await own.goto(WHO_RINGS);
  await expect(own.locator(".ask")).toHaveCount(0);
  await context.close();
});

test("N9: a question is answered step by step, its address holds it, and everybody passed over is named with the reason", async ({ page }) => {
  const problems = problemsOf(page);
  await page.goto(WHO_RINGS);
  await untilReady(page);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Call flow" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText("Ask about a call")).toBeVisible();
  await page.getByLabel("Call to").fill("(503) 555-0160");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/to=.*555-0160/);
  const headline = page.locator("#answer");
  await expect(headline).toContainText(/ rings?$/);
  await expect(headline).toBeFocused();
  expect((await steps(page))[0]).toBe("Outside call to (503) 555-0160");
  await expect(page.locator(".legs")).toContainText("On a call");
  await expect(page.locator(".legs")).toContainText("Do not disturb");
  await expectNoViolations(page);
  await page.getByRole("radio", { name: "At" }).check();
  await page.getByLabel("Day").fill("2026-12-25");
  await page.getByLabel("Time").fill("8:30 pm");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/when=at/);
  await expect(page.locator(".legs")).not.toContainText("On a call");
  await page.goBack();
  await expect(page).not.toHaveURL(/when=at/);
  await expect(page.locator(".legs")).toContainText("On a call");
  expect(problems).toEqual([]);
});

test("N9: what is wrong with a question is said at its field, and a call from inside leaves out whoever calls", async ({ page }) => {
  await page.goto(`${WHO_RINGS}?to=call+me`);
  await untilReady(page);
  await expect(page.locator("#ask-to-message")).toContainText("A phone number has digits");
  await page.goto(`${WHO_RINGS}?to=1018&from=inside&who=1018`);
  await expect(page.locator("#answer")).toHaveText("Nobody rings");
  await page.goto(`${WHO_RINGS}?to=1018&from=inside&who=1000`);
  await expect(page.locator("#answer")).toHaveText("Dana Whitfield rings");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  test("T13: the question is a plain form", async ({ page }) => {
    await page.goto(WHO_RINGS);
    await page.getByLabel("Call to").fill("1018");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/to=1018/);
    await expect(page.locator("#answer")).toContainText("Dana Whitfield rings");
  });
});
