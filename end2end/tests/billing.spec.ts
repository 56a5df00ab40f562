import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { expectNoViolations } from "../support/axe";
import { amara, expect, marisol, test } from "../support/sample";
import { signIn, untilReady } from "../support/steps";

/** The table with one person in it. */
async function find(page: Page, name: string) {
  await page.goto(`/team?q=${encodeURIComponent(name)}`);
  await untilReady(page);
}

/** The drop-down on somebody's row. */
function planOf(page: Page, name: string) {
  return page.locator(".team-table").getByRole("link", { name: new RegExp(`^Plan for ${name}: `) });
}

async function openBilling(page: Page) {
  await page.goto("/billing");
  await untilReady(page);
}

test("M14, S5: a plan is changed from the row with its price shown before, and the statement follows", async ({ team }) => {
  await find(team, "Jürgen Köhler");
  await expect(planOf(team, "Jürgen Köhler")).toHaveAccessibleName("Plan for Jürgen Köhler: Basic");
  await planOf(team, "Jürgen Köhler").click();
  const menu = team.getByRole("menu", { name: "Plan for Jürgen Köhler" });
  await expect(menu.getByRole("menuitem", { name: /^Basic/ })).toContainText("The plan now");
  const plus = menu.getByRole("menuitem", { name: /^Plus/ });
  await expect(plus).toContainText("$19.00");
  await expect(plus).toContainText("Messages, recording, 3 forwarding numbers");
  // $7 more for the plan; the number that Basic doesn't include costs $4.99 less.
  await expect(plus).toContainText("$2.01 more a month");
  await expectNoViolations(team);
  await plus.click();
  await expect(planOf(team, "Jürgen Köhler")).toHaveAccessibleName("Plan for Jürgen Köhler: Plus");
  await expect(team.getByText("Jürgen Köhler is on Plus: $2.01 more a month")).toBeVisible();

  await openBilling(team);
  const changes = team.getByRole("table", { name: "Changes this month" });
  await expect(changes.getByRole("row", { name: /Jürgen Köhler Plus/ })).toBeVisible();
  await expect(changes.getByRole("row", { name: /Jürgen Köhler Basic/ })).toBeVisible();
});

test("M14: choosing by keyboard alone, and Undo from the toast", async ({ team }) => {
  await find(team, "Tomasz Wiśniewski");
  const link = planOf(team, "Tomasz Wiśniewski");
  await link.focus();
  await team.keyboard.press("Enter");
  const menu = team.getByRole("menu", { name: "Plan for Tomasz Wiśniewski" });
  await expect(menu.getByRole("menuitem", { name: /^Basic/ })).toBeFocused();
  await team.keyboard.press("ArrowDown");
  await team.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitem", { name: /^Pro/ })).toBeFocused();
  await team.keyboard.press("Enter");
  await expect(link).toHaveAccessibleName("Plan for Tomasz Wiśniewski: Pro");
  await team.getByRole("button", { name: "Undo" }).click();
  await expect(link).toHaveAccessibleName("Plan for Tomasz Wiśniewski: Plus");
  await expect(team.getByText("Tomasz Wiśniewski is on Plus: $9.00 less a month")).toBeVisible();
});

test("M14: what the server refuses is taken back on the screen with its reason", async ({ team }) => {
  await find(team, "Hina Matsumoto");
  await planOf(team, "Hina Matsumoto").click();
  const menu = team.getByRole("menu", { name: "Plan for Hina Matsumoto" });
  await expect(menu.getByRole("menuitem", { name: /^Plus/ })).toBeVisible();
  // Somebody else is faster.
  const id = (await planOf(team, "Hina Matsumoto").getAttribute("href"))!.split("/")[2]!;
  const other = await team.request.post("/api/members/change-plan", {
    form: { id, plan: "basic", seen: "pro" },
    headers: { accept: "application/json", "sec-fetch-site": "same-origin" },
  });
  expect(other.status()).toBe(200);
  await menu.getByRole("menuitem", { name: /^Plus/ }).click();
  await expect(team.getByText("Hina Matsumoto is on Basic by now. Look at the prices again.")).toBeVisible();
  await expect(planOf(team, "Hina Matsumoto")).toHaveAccessibleName("Plan for Hina Matsumoto: Pro");
});

test("S2: seats are ordered with their price before, and nonsense gets a sentence", async ({ team }) => {
  await openBilling(team);
  await team.getByLabel("Plan", { exact: true }).selectOption("plus");
  for (const [typed, says] of [["-5", /at least 1 seat/], ["10000000", /at most 100,000 seats/]] as const) {
    await team.getByLabel("More seats").fill(typed);
    await team.getByRole("button", { name: "Order seats" }).click();
    await expect(team.getByText(says)).toBeVisible();
  }
  await team.getByLabel("More seats").fill("3");
  await expect(team.getByText("3 Plus seats: $57.00 a month once all are in use, nothing until then.")).toBeVisible();
  const bought = team.getByRole("table", { name: "Seats by plan" }).getByRole("row", { name: /^Plus/ }).getByRole("cell").first();
  const before = Number((await bought.textContent())!.replace(",", ""));
  await team.getByRole("button", { name: "Order seats" }).click();
  await expect(bought).toHaveText(String(before + 3));
});

test("S5: the statement is a file with every line, and a page for paper", async ({ team }) => {
  await openBilling(team);
  const total = (await team.locator("#statement-total").textContent())!;
  const [download] = await Promise.all([team.waitForEvent("download"), team.getByRole("link", { name: "Statement as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^statement-\d{4}-\d\d\.csv$/);
  const lines = (await readFile((await download.path())!, "utf8")).trim().split("\r\n");
  expect(lines[0]).toContain("Section,Name,Item,Days charged,Price a month,Amount,Currency,Why");
  expect(lines.length).toBeGreaterThan(1_000);
  expect(lines.at(-1)).toContain(`,${total.replace(/[$,]/g, "")}`);

  await team.getByRole("link", { name: "Printable page" }).click();
  await expect(team.getByRole("heading", { name: "Statement", level: 1 })).toBeVisible();
  await expect(team.locator("#statement-total")).toHaveText(total);
  await team.emulateMedia({ media: "print" });
  await expect(team.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(team.getByRole("link", { name: "Back to Billing" })).toBeHidden();
  await expect(team.getByRole("row", { name: /^Total/ })).toBeVisible();
});

test("S6: the advisor says who would cost less and leads to the change", async ({ team }) => {
  await openBilling(team);
  const suggested = team.getByRole("table", { name: "Suggested plans" });
  const change = suggested.getByRole("link", { name: / to (Basic|Plus|Pro) for / }).first();
  await expect(suggested.getByText(/Called \d+ minutes in 30 days/).first()).toBeVisible();
  await change.click();
  await expect(team.getByRole("dialog", { name: /^Plan for / })).toBeVisible();
});

test("S6: a private bridge needs Plus or Pro, at the switch and at the downgrade", async ({ team }) => {
  await find(team, "Priya Raghunathan");
  const href = (await team.getByRole("link", { name: "Priya Raghunathan", exact: true }).first().getAttribute("href"))!.split("?")[0];
  await team.goto(`${href}/edit`);
  await untilReady(team);
  await team.getByRole("switch", { name: "Private meeting bridge" }).check();
  await team.getByRole("button", { name: "Save changes" }).click();
  await expect(team.getByRole("dialog")).toHaveCount(0);
  await team.goto(`${href}/plan`);
  await expect(team.getByText(/A private \(HIPAA\) meeting bridge needs Plus or Pro\. Keep Priya Raghunathan/)).toBeVisible();
});

test("S7: contact and payment method are kept without a card number", async ({ team }) => {
  await openBilling(team);
  await team.getByLabel("Name", { exact: true }).fill("Accounts payable");
  await team.getByLabel("Email", { exact: true }).fill("ap@larkspur.test");
  await team.getByRole("button", { name: "Save contact" }).click();
  await expect(team.getByText("Saved")).toBeVisible();
  await team.getByRole("radio", { name: "A card that is declined" }).check();
  await team.getByRole("button", { name: "Use this card" }).click();
  await expect(team.getByText(/The card was declined/)).toBeVisible();
  await team.getByRole("radio", { name: /^Mastercard/ }).check();
  await team.getByRole("button", { name: "Use this card" }).click();
  await expect(team.locator("#method-now")).toHaveText("Mastercard ending in 4444, good until 11/2030");
});

test("R12, M14: a Manager changes plans, and Billing answers with the reason", async ({ another }) => {
  const manager = await another();
  await signIn(manager, marisol);
  await find(manager, "Siobhán Ní Bhriain");
  await expect(manager.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Billing" })).toHaveCount(0);
  await planOf(manager, "Siobhán Ní Bhriain").click();
  await expect(manager.getByRole("menuitem", { name: /^Pro/ })).toContainText("$9.00 more a month");
  await manager.getByRole("menuitem", { name: /^Pro/ }).click();
  await expect(manager.getByText("Siobhán Ní Bhriain is on Pro: $9.00 more a month")).toBeVisible();
  await find(manager, "Amara Okonkwo");
  await planOf(manager, "Amara Okonkwo").click();
  await expect(manager.getByRole("menuitem", { name: /^Basic/ })).toContainText("Only an Administrator can");
  await manager.goto("/billing");
  await expect(manager.getByRole("main").getByText(/Your role doesn’t include .*An Administrator can/)).toBeVisible();
});

test("T13: plan, seats and statement work without script", async ({ another }) => {
  const page = await another({ javaScriptEnabled: false });
  await signIn(page, amara);
  await page.goto("/team?q=Kofi");
  await planOf(page, "Kofi Mensah").click();
  await page.getByRole("radio", { name: /Plus/ }).check();
  await page.getByRole("button", { name: "Change plan" }).click();
  await expect(page.getByText("Plus, $19.00 a month")).toBeVisible();
  await page.goto("/billing?lines=plus");
  await expect(page.getByRole("table", { name: "Plus", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–100")).toBeVisible();
  const bought = page.getByRole("table", { name: "Seats by plan" }).getByRole("row", { name: /^Pro/ }).getByRole("cell").first();
  const before = Number((await bought.innerText()).replace(",", ""));
  await page.getByLabel("Plan", { exact: true }).selectOption("pro");
  await page.getByLabel("More seats").fill("2");
  await page.getByRole("button", { name: "Order seats" }).click();
  await expect(page).toHaveURL(/\/billing$/);
  await expect(bought).toHaveText(new Intl.NumberFormat("en").format(before + 2));
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`accessibility: Billing in ${colorScheme} at ${width} px`, async ({ team }) => {
      await team.emulateMedia({ colorScheme });
      await team.setViewportSize({ width, height: 844 });
      await openBilling(team);
      await expect(team.getByRole("table", { name: "Seats by plan" })).toBeVisible();
      await expectNoViolations(team);
      const wider = await team.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider, "nothing sticks out sideways").toBe(0);
      await team.goto("/team?q=Ana-Maria");
      const card = (await team.getByRole("link", { name: /Ana-Maria/ }).first().getAttribute("href"))!.split("?")[0];
      await team.goto(`${card}/plan`);
      await untilReady(team);
      await expectNoViolations(team);
    });
  }
}
