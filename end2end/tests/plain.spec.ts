import { expectNoViolations } from "../support/axe";
import { amara, cardOf, expect, namesOn, test } from "../support/sample";

test.describe("T13: with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("one signs in, searches, filters, sorts, pages and opens a card", async ({ browser, server }) => {
    const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false, storageState: undefined });
    const page = await context.newPage();
    await page.goto("/team");
    await expect(page).toHaveURL(/sign-in/);
    await page.getByLabel("Email or username").fill(amara.email);
    await page.getByLabel("Password", { exact: true }).fill(amara.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/team/);
    expect((await namesOn(page)).length).toBe(50);
    await page.getByRole("link", { name: "Next" }).click();
    await expect(page.locator(".pager__range")).toHaveText("51–100 of 1,300");
    await page.getByRole("link", { name: "Ext." }).click();
    await expect(page.getByRole("columnheader", { name: "Ext." })).toHaveAttribute("aria-sort", "ascending");
    await page.getByRole("searchbox").fill("kohler");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Jürgen Köhler", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Jürgen Köhler", exact: true })).toBeVisible();
    await context.close();
  });

  test("a filter is a form", async ({ page }) => {
    await page.goto("/team");
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.locator("#filter-plan").getByLabel(/^Pro/).check();
    await page.locator("#filter-plan").getByRole("button", { name: "Show members" }).click();
    await expect(page).toHaveURL(/plan=pro/);
    await expect(page.getByRole("link", { name: "Remove filter: Plan is Pro" })).toBeVisible();
  });
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`T10: no accessibility violation at ${width} px in the ${theme} theme`, async ({ browser, server, session }) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({
        baseURL: server.baseURL,
        storageState: session,
        viewport: { width, height: 900 },
        colorScheme: theme,
      });
      const page = await context.newPage();
      const card = await cardOf(page, "Dana Whitfield");
      const lists = ["/team", "/team?q=zzzz", "/team/import", "/you", "/profile", "/team/invite", "/team/invite?several=1", "/team/deleted"];
      const about = ["", "/numbers", "/history", "/edit", "/forwarding", "/reset-password", "/supervise", "/suspend", "/delete"];
      for (const path of [...lists, ...about.map((part) => card + part)]) {
        await page.goto(path);
        await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
        await expectNoViolations(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(wide, `${path} fits ${width} px`).toBe(false);
      }
      await context.close();
    });
  }
}
