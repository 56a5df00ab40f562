// Names of 80 letters without a blank, from right to left, and in Chinese, on every page at 320 px, which is also what a screen of
// 640 px has at 200% (WCAG 1.4.4, 1.4.10), and on a wide one: no page is wider than the screen, nothing leaves its place, and every
// button of a dialog can be reached.
import { type Page } from "@playwright/test";
import { expect, test } from "../support/sample";
import { untilReady } from "../support/steps";

test.use({ company: "long-text" });

const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const people = [
  { first: long, last: long, username: "long-word" },
  { first: "אורי־אלימלך", last: "בן־דוד (104)", username: "right-to-left" },
  { first: "測試".repeat(30), last: "電話".repeat(30), username: "han" },
];
const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };

/** Makes the three people, a role and a label with such names; answers the path of each card. */
async function fill(page: Page): Promise<string[]> {
  await page.goto("/team/invite");
  const agent = await page.getByRole("radio", { name: /^Agent/ }).getAttribute("value");
  const cards: string[] = [];
  for (const { first, last, username } of people) {
    const form = { "form[first_name]": first, "form[last_name]": last, "form[how]": "username", "form[username]": username, "form[role]": agent! };
    const answer = await page.request.post("/api/members/invite", { headers, form });
    expect(answer.ok(), await answer.text()).toBe(true);
    cards.push(`/team/${(await answer.json()).id}`);
  }
  const role = { "form[name]": long.slice(0, 40), "form[description]": long, "form[people]": "everyone", "form[numbers]": "all" };
  expect((await page.request.post("/api/roles/save", { headers, form: role })).ok()).toBe(true);
  const number = await numberCard(page);
  const read = await page.request.get(`/api/numbers/card?id=${number.split("/")[2]}&query=`, { headers });
  const { row } = await read.json();
  const label = { id: row.id, version: String(row.version), label: long.slice(0, 40) };
  const labelled = await page.request.post("/api/numbers/label", { headers, form: label });
  expect(labelled.ok(), await labelled.text()).toBe(true);
  return cards;
}

/** The cards of the three people, who are made once for each server. */
async function prepared(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { username } of people) {
    await page.goto(`/team?q=${username}`);
    const link = page.locator(".team-table tbody a.person__n").first();
    if ((await link.count()) === 0) return fill(page);
    found.push((await link.getAttribute("href"))!.split("?")[0]);
  }
  return found;
}

/** The card of the first number that rings at somebody. */
async function numberCard(page: Page): Promise<string> {
  await page.goto("/numbers");
  return (await page.locator("tbody a[href^='/numbers/']").first().getAttribute("href"))!.split("?")[0];
}

/** A file with such names on its check page. */
async function imported(page: Page): Promise<string> {
  await page.goto("/team/import");
  await untilReady(page);
  const rows = people.map(({ first, last, username }) => `${first},${last},${username}@larkspur.test,${long}`);
  const buffer = Buffer.from(["First name,Last name,Email,Role", ...rows].join("\n"));
  await page.getByLabel(/file/i).first().setInputFiles({ name: `${long}.csv`, mimeType: "text/csv", buffer });
  const send = page.getByRole("button", { name: /^(Upload|Check|Continue)/ });
  if (await send.count()) await send.first().click();
  await page.waitForURL(/\/team\/import\/[0-9a-f-]{36}/);
  await expect(page.getByRole("table").first()).toBeVisible({ timeout: 30_000 });
  return new URL(page.url()).pathname;
}

/** What is wider than its place: the page, or anything in it that doesn't scroll by itself. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) wide.push(`page ${root.scrollWidth} > ${window.innerWidth}`);
    const scrolls = (e: Element | null): boolean =>
      !!e && ((["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth) || scrolls(e.parentElement));
    for (const e of document.querySelectorAll("dialog[open], aside, h1, h2, .btn, p, dd, li, label")) {
      const box = e.getBoundingClientRect();
      if (!box.width || !e.checkVisibility({ visibilityProperty: true }) || e.closest(".sr-only, [popover]:not(:popover-open)")) continue;
      // What stands in a list that scrolls sideways can be reached; a dialog and its buttons may not need that.
      if (scrolls(e.parentElement) && !e.closest("dialog[open]")) continue;
      const name = `${e.tagName.toLowerCase()}.${e.className} “${(e.textContent ?? "").trim().slice(0, 30)}”`;
      if (box.right > window.innerWidth + 1 || box.left < -1) wide.push(`${name} ${Math.round(box.left)}–${Math.round(box.right)}`);
    }
    return wide;
  });
}

/** Buttons of an open dialog that can't be brought into view. */
async function hiddenButtons(page: Page): Promise<string[]> {
  const hidden: string[] = [];
  for (const button of await page.locator("dialog[open] .btn").all()) {
    if (!(await button.isVisible())) continue;
    await button.scrollIntoViewIfNeeded();
    const box = (await button.boundingBox())!;
    const size = page.viewportSize()!;
    const seen = box.x >= -1 && box.x + box.width <= size.width + 1 && box.y >= -1 && box.y + Math.min(box.height, 20) <= size.height + 1;
    if (!seen) hidden.push(`button “${(await button.innerText()).slice(0, 30)}” at ${Math.round(box.x)}, ${Math.round(box.y)}`);
  }
  return hidden;
}

const ABOUT = ["", "/numbers", "/call-flow", "/history", "/changes", "/edit", "/forwarding", "/delete", "/suspend", "/reset-password", "/plan", "/supervise"];
const LISTS = ["/team?q=long-word", "/team?q=han", "/team/invite", "/team/invite?several=1", "/roles", "/roles/new", "/audit", "/numbers", "/billing", "/team/deleted", "/team/import", "/call-flow/who-rings", "/profile", "/you"];

for (const [name, width] of [["at 320 px", 320], ["on a wide screen", 1_440]] as const) {
  test(`T10: names of 80 letters, of Hebrew and of Chinese leave no place ${name}`, async ({ another, session }) => {
    test.setTimeout(300_000);
    const page = await another({ storageState: session, viewport: { width, height: 640 } });
    const cards = await prepared(page);
    const ids = cards.map((card) => `id=${card.split("/")[2]}`).join("&");
    const number = await numberCard(page);
    const paths = [...LISTS, await imported(page), number, `${number}/route`, `${number}/users`, `/team/bulk/role?${ids}`, `/team/bulk/delete?${ids}`];
    const wrong: string[] = [];
    for (const path of [...paths, ...cards.flatMap((card) => ABOUT.map((part) => card + part))]) {
      await page.goto(path);
      await untilReady(page);
      const found = [...(await tooWide(page)), ...(await hiddenButtons(page))];
      wrong.push(...found.map((what) => `${path}: ${what}`));
    }
    expect(wrong).toEqual([]);
  });
}

test("M1: a Hebrew name in a sentence of the log is set apart from the words around it", async ({ another, session }) => {
  const page = await another({ storageState: session });
  await prepared(page);
  await page.goto("/audit");
  await untilReady(page);
  await expect(page.locator(".event__t bdi").filter({ hasText: "אורי" }).first()).toBeVisible();
});
