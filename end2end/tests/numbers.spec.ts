import type { Page } from "@playwright/test";
import { expectNoViolations } from "../support/axe";
import { expect, marisol, test } from "../support/sample";
import { signIn, untilReady } from "../support/steps";

/** The numbers on the page, in order. */
const numbersOn = (page: Page) => page.locator(".numbers-table tbody .person__n").allTextContents();

async function open(page: Page, path: string) {
  await page.goto(path);
  await untilReady(page);
}

/** The address of the card of somebody without a direct number: the first of the list. */
async function withoutDirect(page: Page, at = 0): Promise<string> {
  await open(page, "/team?number=none&role=&sort=-ext&status=offline,available");
  const href = await page.locator(".team-table tbody tr .assign").nth(at).getAttribute("href");
  return href!.split("?")[0].replace(/\/direct$/, "");
}

test("N1: every number with label, kind, destination, users and cost; search however digits are written, filters as chips", async ({ page }) => {
  await open(page, "/numbers");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Numbers" })).toHaveAttribute("aria-current", "page");
  for (const name of ["Number", "Label", "Kind", "Rings at", "Before", "May use it", "A month"]) {
    await expect(page.getByRole("columnheader", { name, exact: true })).toBeVisible();
  }
  expect((await numbersOn(page)).length).toBe(50);
  await expectNoViolations(page);
  const search = page.getByRole("searchbox", { name: /Search by number/ });
  await search.fill("support line");
  await expect(page).toHaveURL(/q=support/);
  await expect(page.locator(".numbers-table tbody tr").first()).toContainText("Support line");
  await search.fill("dana whitfield");
  await expect.poll(() => numbersOn(page)).toEqual(["(503) 555-0142"]);
  await search.fill("+1 503.555-01 42");
  await expect.poll(() => numbersOn(page)).toEqual(["(503) 555-0142"]);
  await search.fill("");
  await expect(page).not.toHaveURL(/q=/);
  await expect.poll(async () => (await numbersOn(page)).length).toBe(50);
  await page.getByRole("button", { name: "Rings at", exact: true }).click();
  await page.locator("#filter-to").getByLabel("Group").check();
  await page.locator("#filter-to").getByRole("button", { name: "Show numbers" }).click();
  await expect(page).toHaveURL(/to=group/);
  await expect(page.locator(".numbers-table tbody tr").first()).toContainText("line");
  await page.getByRole("link", { name: "Remove filter: Rings at is Group" }).click();
  await expect(page.getByRole("link", { name: /Remove filter/ })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole("link", { name: "Remove filter: Rings at is Group" })).toBeVisible();
  await page.getByRole("link", { name: /^Unassigned/ }).click();
  await expect(page.locator(".numbers-table tbody tr").first()).toContainText("Unassigned");
});

test("N1: orders turn round on the second press, and paging goes on where it ended", async ({ page }) => {
  await open(page, "/numbers");
  const first = await numbersOn(page);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.locator(".pager__range")).toContainText("51–100 of");
  expect((await numbersOn(page)).some((n) => first.includes(n))).toBe(false);
  await page.getByRole("link", { name: "May use it" }).click();
  await page.getByRole("link", { name: "May use it", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "May use it" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.locator(".numbers-table tbody tr").first()).not.toContainText("Unassigned");
});

test("N3: calls are sent elsewhere from the card, and whoever held the number before is shown", async ({ page }) => {
  await open(page, "/numbers?to=group");
  await page.locator(".numbers-table tbody .person__n").first().click();
  const card = page.getByRole("complementary", { name: "Number" });
  await expect(card).toContainText("Rang before at");
  await expectNoViolations(page);
  await card.getByRole("link", { name: "Change where it rings" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("searchbox", { name: "Find a member or group" }).fill("kofi");
  await drawer.getByRole("button", { name: "Find" }).click();
  await drawer.getByRole("radio", { name: "Kofi Mensah" }).check();
  await expectNoViolations(page);
  await drawer.getByRole("button", { name: "Send calls there" }).click();
  await expect(page.getByText(/rings at Kofi Mensah now/)).toBeVisible();
  await expect(card).toContainText("Kofi Mensah");
  await expect(card.locator("ol.numlist li").first()).toContainText("Support");
});

test("N3: two people send the same number elsewhere; the second reads who was quicker", async ({ page, context }) => {
  await open(page, "/numbers?to=nobody");
  const href = (await page.locator(".numbers-table tbody .person__n").nth(3).getAttribute("href"))!.split("?")[0];
  const other = await context.newPage();
  for (const each of [page, other]) await open(each, `${href}/route`);
  await other.getByRole("radio", { name: "Call menu", exact: true }).check();
  await other.getByRole("button", { name: "Send calls there" }).click();
  await expect(other.getByText(/rings at Call menu now/)).toBeVisible();
  await page.getByRole("radio", { name: "Nobody" }).check();
  await page.getByRole("button", { name: "Send calls there" }).click();
  await expect(page.getByText(/You changed .* in another window meanwhile: it rings at Call menu now/)).toBeVisible();
});

test("N1: a label is changed, a main number is unassigned before it goes to a member, a number is released", async ({ page }) => {
  await open(page, "/numbers?to=nobody");
  await page.locator(".numbers-table tbody .person__n").nth(5).click();
  const card = page.getByRole("complementary", { name: "Number" });
  const shown = await card.getByRole("heading", { level: 2 }).innerText();
  await card.getByRole("button", { name: "Edit label" }).click();
  await card.getByRole("textbox", { name: "Label" }).fill("Night line");
  await card.getByRole("button", { name: "Save label" }).click();
  await expect(card.locator(".sub")).toHaveText("Night line");
  await card.getByRole("link", { name: "Release…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: `Release ${shown}` }).click();
  await expect(page.getByText(`${shown} is released`)).toBeVisible();
  await page.getByRole("searchbox", { name: /Search by number/ }).fill("night line");
  await expect(page.getByRole("heading", { name: /No number matches/ })).toBeVisible();

  await open(page, "/numbers?to=menu");
  await page.locator(".numbers-table tbody tr", { hasText: "Main" }).locator(".person__n").click();
  await expect(card.getByRole("button", { name: "Release…" })).toHaveAttribute("aria-disabled", "true");
  await card.getByRole("link", { name: "Unassign main number" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("radio", { name: "Garik Abashidze" })).toHaveAttribute("aria-disabled", "true");
  await expect(drawer.getByText(/is the main number and rings at the call menu/).first()).toBeVisible();
});

test("M13: “+ Assign” gives an unassigned number; one that somebody took meanwhile is refused with who has it", async ({ page, context }) => {
  const card = await withoutDirect(page);
  await open(page, card);
  await page.getByRole("complementary", { name: "Profile" }).getByRole("link", { name: /^Assign .* direct number/ }).click();
  const drawer = page.getByRole("dialog", { name: /Direct number of/ });
  await expect(drawer.getByRole("radio").first()).toBeVisible();
  await expectNoViolations(page);
  const number = await drawer.locator(".opt-row__t").first().innerText();

  const other = await context.newPage();
  await open(other, `${await withoutDirect(other, 1)}/direct`);
  await other.getByRole("radio", { name: number }).check();
  await other.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(other.getByText(/direct number now/)).toBeVisible();

  await drawer.getByRole("radio", { name: number }).check();
  await drawer.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(drawer.getByText(/meanwhile: it rings at/)).toBeVisible();
  await expect(drawer.getByRole("radio", { name: number })).toHaveCount(0);
  await drawer.getByRole("radio").first().check();
  await drawer.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.getByText(/direct number now/)).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Profile" }).getByRole("link", { name: /^Change .* direct number/ })).toBeVisible();
});

test("N2, M13: a new number is chosen from the supplier’s inventory, its price shown, and assigned in one confirmed step", async ({ page }) => {
  const card = await withoutDirect(page);
  await open(page, `${card}/direct`);
  await page.getByRole("link", { name: "Get new number" }).click();
  const drawer = page.getByRole("dialog", { name: /Get new number for/ });
  await drawer.getByLabel("Area code").selectOption("541");
  await drawer.getByRole("button", { name: "Show numbers" }).click();
  await expect(drawer.getByRole("radio").first()).toBeVisible();
  await expectNoViolations(page);
  // One that somebody else is always quicker with.
  await drawer.getByRole("radio", { name: /99$/ }).first().check();
  await drawer.getByRole("button", { name: "Continue" }).click();
  await expect(drawer.getByText(/was sold to somebody else a moment ago/)).toBeVisible();
  const number = await drawer.locator(".opt-row__t").first().innerText();
  await drawer.getByRole("radio", { name: number }).check();
  await drawer.getByRole("button", { name: "Continue" }).click();
  const confirm = page.getByRole("dialog", { name: `Get ${number}?` });
  await expect(confirm).toContainText(/direct number/);
  await expect(confirm).toContainText(/\$4\.99 a month|included in/);
  await expectNoViolations(page);
  await confirm.getByRole("button", { name: new RegExp(`^Get \\(541\\)`) }).click();
  await expect(page.getByText(`${number} is`)).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Profile" })).toContainText(number);
  await open(page, "/numbers/new?area=456");
  await expect(page.getByText("The supplier didn’t answer in time.")).toBeVisible();
});

test("M13: outgoing numbers of a member are added, made the default and taken away", async ({ page }) => {
  await open(page, "/team?q=priya raghunathan");
  const card = (await page.getByRole("link", { name: "Priya Raghunathan", exact: true }).getAttribute("href"))!.split("?")[0];
  await open(page, `${card}/outgoing`);
  const drawer = page.getByRole("dialog", { name: /Outgoing numbers of Priya/ });
  await drawer.getByRole("searchbox", { name: "Find a number to add" }).fill("main number");
  await drawer.getByRole("button", { name: "Find" }).click();
  const added = drawer.getByRole("row").filter({ hasText: "Main number" });
  await added.getByRole("checkbox", { name: /^Calls/ }).check();
  await added.getByRole("radio").check();
  await expectNoViolations(page);
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/changes? saved/)).toBeVisible();
  const profile = page.getByRole("complementary", { name: "Profile" });
  await expect(profile.locator("li", { hasText: "Main number" })).toContainText("Default");
  await open(page, `${card}/outgoing`);
  await drawer.getByRole("row").filter({ hasText: "Main number" }).getByRole("checkbox", { name: /^Calls/ }).uncheck();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(profile.locator("li", { hasText: "Main number" })).toHaveCount(0);
});

test("N1, K3: several numbers are granted with a plan first, taken back from everybody, and that is undone", async ({ page }) => {
  await open(page, "/numbers?to=group");
  for (const n of [0, 1]) await page.locator(".row-check").nth(n).check();
  await expect(page.getByText("2 numbers selected")).toBeVisible();
  await page.getByRole("button", { name: "Grant to…" }).click();
  const dialog = page.getByRole("dialog", { name: /Grant outgoing use of 2 numbers/ });
  await dialog.getByRole("searchbox", { name: "Find a member" }).fill("jürgen köhler");
  await dialog.getByRole("button", { name: "Find" }).click();
  await dialog.getByRole("link", { name: "Add Jürgen Köhler" }).click();
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText("Jürgen Köhler");
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: /^Make \d grants?$/ }).click();
  await expect(page.getByText(/grants? made/)).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator(".row-check:checked")).toHaveCount(0);
  await page.locator(".row-check").first().check();
  await page.getByRole("button", { name: "Revoke…" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Everybody who may use them" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Take back/ }).click();
  await expect(page.getByText(/grants? taken back/)).toBeVisible();
  await page.locator(".toast").filter({ hasText: "taken back" }).getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(/^Undone for \d+ grants?/)).toBeVisible();
});

test("N1, K1: numbers stay selected over pages and orders, by range, and all that match are one press", async ({ page }) => {
  await open(page, "/numbers");
  const boxes = page.locator(".numbers-table .row-check");
  await boxes.nth(1).check();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 numbers selected")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.locator(".pager__range")).toContainText("51–100 of");
  await boxes.first().check();
  await expect(page.getByText("5 numbers selected, 4 on other pages")).toBeVisible();
  await page.getByRole("link", { name: "Label", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Label" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByText(/^5 numbers selected/)).toBeVisible();
  await page.getByText(/^Select all [\d,]+ that match$/).click();
  const total = (await page.locator(".pager__range").innerText()).match(/of ([\d,]+)/)![1];
  await expect(page.getByText(`${total} numbers selected`)).toBeVisible();
  await expect(boxes.first()).toBeChecked();
  await boxes.first().uncheck();
  const rest = (Number(total.replaceAll(",", "")) - 1).toLocaleString("en-US");
  await expect(page.getByText(`${rest} numbers selected`)).toBeVisible();
  await page.getByRole("button", { name: "Grant to…" }).click();
  await expect(page.getByRole("dialog", { name: `Grant outgoing use of ${rest} numbers` })).toBeVisible();
  expect(page.url()).not.toMatch(/[?&]n=/);
  await page.keyboard.press("Escape");
  await expect(page.getByText(`${rest} numbers selected`)).toBeVisible();
  // "All that match" is of one filter.
  await page.getByRole("link", { name: /^Unassigned/ }).click();
  await expect(page).toHaveURL(/to=nobody/);
  await expect(page.getByText(/numbers selected/)).toHaveCount(0);
});

test("N1: the card says where its number stands in the list and leads to those beside it", async ({ page }) => {
  await open(page, "/numbers?to=group");
  const all = await numbersOn(page);
  await page.locator(".numbers-table tbody .person__n").nth(1).click();
  const card = page.getByRole("complementary", { name: "Number" });
  await expect(card.locator(".profile__bar")).toContainText(/^2 of /);
  await card.getByRole("link", { name: "Next number" }).click();
  await expect(card.getByRole("heading", { level: 2 })).toHaveText(all[2]);
  await expect(card.locator(".profile__bar")).toContainText(/^3 of /);
  await card.getByRole("link", { name: "Previous number" }).click();
  await expect(card.getByRole("heading", { level: 2 })).toHaveText(all[1]);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("N1, K1, T13: ticked numbers, or all that match, are granted by plain forms", async ({ page }) => {
    await page.goto("/numbers?to=group&per=25");
    for (const n of [0, 1]) await page.locator(".row-check").nth(n).check();
    await page.getByRole("button", { name: "Grant to…" }).click();
    const dialog = page.getByRole("dialog", { name: "Grant outgoing use of 2 numbers" });
    await dialog.getByRole("searchbox", { name: "Find a member" }).fill("garik abashidze");
    await dialog.getByRole("button", { name: "Find" }).click();
    await dialog.getByRole("link", { name: "Add Garik Abashidze" }).click();
    await dialog.getByRole("button", { name: /^Make \d grants?$/ }).click();
    await expect(page).toHaveURL(/\/numbers\/done\?key=/);
    await expect(page.getByRole("dialog", { name: "Done" })).toContainText(/grants? made/);
    await page.goto("/numbers?to=group&per=25");
    await page.locator(".row-check").first().check();
    await page.locator(".bulkbar__all").click();
    await page.getByRole("button", { name: "Revoke…" }).click();
    await expect(page).toHaveURL(/all=1/);
    await expect(page.getByRole("dialog")).toContainText("Nothing changes until you confirm.");
  });
});

test("T10: by keyboard alone a number is found, opened and sent elsewhere", async ({ page }) => {
  await open(page, "/numbers?to=nobody");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: /Search by number/ })).toBeFocused();
  await page.keyboard.type("555");
  await expect(page).toHaveURL(/q=555/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/numbers\/[0-9a-f-]{36}/);
  await page.getByRole("link", { name: "Change where it rings" }).focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("radio", { name: "Call menu", exact: true });
  await menu.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/rings at Call menu now/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/numbers\?q=555/);
});

test.describe("as a Manager", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("R6: a Manager sees the numbers they may use, gives those, and reads why not the others", async ({ page }) => {
    await signIn(page, marisol);
    await open(page, "/numbers");
    await expect(page.getByText("Your role shows the numbers you may use.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Get new number" })).toHaveAttribute("aria-disabled", "true");
    expect((await numbersOn(page)).length).toBeLessThan(20);
    await expectNoViolations(page);
    const card = await withoutDirect(page);
    await open(page, `${card}/direct`);
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByRole("radio").first()).toHaveAttribute("aria-disabled", "true");
    await expect(drawer.getByText(/You may only hand on numbers you can use yourself/).first()).toBeVisible();
    await expect(drawer.getByRole("button", { name: "Get new number" })).toHaveAttribute("aria-disabled", "true");
    await expectNoViolations(page);
  });
});

test.describe("T13: with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("numbers are searched, routed, labelled, assigned and bought by links and forms", async ({ page }) => {
    await page.goto("/numbers?to=nobody");
    await page.getByRole("searchbox", { name: /Search by number/ }).fill("555");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=555/);
    await page.locator(".numbers-table tbody .person__n").nth(8).click();
    await page.getByRole("link", { name: "Change where it rings" }).click();
    await page.getByRole("radio", { name: "Call menu", exact: true }).check();
    await page.getByRole("button", { name: "Send calls there" }).click();
    await expect(page.getByRole("complementary", { name: "Number" })).toContainText("Call menu");

    await page.goto("/team?number=none&status=offline,available");
    await page.locator(".team-table .assign").nth(3).click();
    await page.getByRole("link", { name: "Get new number" }).click();
    await page.getByLabel("Area code").selectOption("208");
    await page.getByRole("button", { name: "Show numbers" }).click();
    await page.getByRole("dialog").getByRole("radio").first().check();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Get \(208\)/ }).click();
    await expect(page.getByRole("complementary", { name: "Profile" })).toContainText("(208) 555-");
  });
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`N1: no accessibility violation and nothing cut off at ${width} px in the ${theme} theme`, async ({ another, session }) => {
      const page = await another({ storageState: session, viewport: { width, height: 900 }, colorScheme: theme });
      await open(page, "/numbers?to=group");
      const href = (await page.locator(".numbers-table tbody .person__n").first().getAttribute("href"))!.split("?")[0];
      for (const path of ["/numbers", "/numbers?q=zzzz", href, `${href}/route`, `${href}/users`, `${href}/release`, "/numbers/new?area=503"]) {
        await open(page, path);
        await expectNoViolations(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(wide, `${path} fits ${width} px`).toBe(false);
      }
    });
  }
}
