// Names of 80 letters without a blank, from right to left, and in Chinese, on every main page at the narrowest and a wide
// screen, and with letters of twice the size: nothing leaves its place, and every button can be reached.
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
    const answer = await page.request.post("/api/members/invite", {
      headers,
      form: { "form[first_name]": first, "form[last_name]": last, "form[how]": "username", "form[username]": username, "form[role]": agent! },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    cards.push(`/team/${(await answer.json()).id}`);
  }
  const role = { "form[name]": long.slice(0, 40), "form[description]": long, "form[people]": "everyone", "form[numbers]": "all" };
  expect((await page.request.post("/api/roles/save", { headers, form: role })).ok()).toBe(true);
  return cards;
}

/** What is wider than its place: the page, or anything in it that doesn't scroll by itself. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) wide.push(`page ${root.scrollWidth} > ${window.innerWidth}`);
    const scrolls = (e: Element | null): boolean =>
      !!e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth && e.matches(".table-scroll, [role=region], .tabs, .tabbar")
        || scrolls(e.parentElement));
    for (const e of document.querySelectorAll("dialog[open], aside, h1, h2, .btn, p, dd, li, label")) {
      const box = e.getBoundingClientRect();
      if (!box.width || !e.checkVisibility({ visibilityProperty: true }) || scrolls(e) || e.closest(".sr-only, [popover]:not(:popover-open)")) continue;
      const name = `${e.tagName.toLowerCase()}.${e.className} “${(e.textContent ?? "").trim().slice(0, 30)}”`;
      if (box.right > window.innerWidth + 1 || box.left < -1) wide.push(`${name} ${Math.round(box.left)}–${Math.round(box.right)}`);
      else if (e.matches("dialog, aside, h1, h2") && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).textOverflow !== "ellipsis")
        wide.push(`${name} holds ${e.scrollWidth} in ${e.clientWidth}`);
    }
    return wide;
  });
}

for (const { width, size } of [{ width: 320, size: 100 }, { width: 1440, size: 100 }, { width: 640, size: 200 }]) {
  test(`T10: names of 80 letters, of Hebrew and of Chinese leave no place at ${width} px and ${size}%`, async ({ another, session }) => {
    test.setTimeout(240_000);
    const page = await another({ storageState: session, viewport: { width: (width * 100) / size, height: 800 } });
    const cards = await prepared(page);
    const about = ["", "/numbers", "/edit", "/forwarding", "/delete", "/suspend", "/reset-password", "/plan"];
    const lists = ["/team?q=long-word", "/team?q=han", "/team/invite", "/roles", "/roles/new", "/audit", "/numbers", "/billing", "/team/deleted", "/profile", "/you"];
    const wrong: string[] = [];
    for (const path of [...lists, ...cards.flatMap((card) => about.map((part) => card + part))]) {
      await page.goto(path);
      await untilReady(page);
      wrong.push(...(await tooWide(page)).map((what) => `${path}: ${what}`));
    }
    expect(wrong).toEqual([]);
  });
}

/** The cards of the three people, who are made once for each server. */
async function prepared(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { username } of people) {
    await page.goto(`/team?q=${username}`);
    const link = page.locator(".team-table tbody .person__n a, .team-table tbody a.person__n").first();
    if ((await link.count()) === 0) return fill(page);
    found.push((await link.getAttribute("href"))!.split("?")[0]);
  }
  return found;
}

test("M1: a Hebrew name in a sentence of the log is set apart from the words around it", async ({ another, session }) => {
  const page = await another({ storageState: session });
  await prepared(page);
  await page.goto("/audit");
  await untilReady(page);
  await expect(page.locator(".event__t bdi").filter({ hasText: "אורי" }).first()).toBeVisible();
});
