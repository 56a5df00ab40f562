import { amara, expect, namesOn, test } from "../support/sample";

test.describe("T13: with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("one signs in, searches, filters, sorts, pages and opens a card", async ({ another }) => {
    const page = await another({ javaScriptEnabled: false });
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
