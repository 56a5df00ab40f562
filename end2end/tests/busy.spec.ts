// Others change the team as fast as the server takes it: nothing of what somebody is doing on the page is lost by that.
import type { Page } from "@playwright/test";
import { amara, expect, test } from "../support/sample";
import { signIn, untilReady } from "../support/steps";

test.use({ company: "busy" });

const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };
/** So many people are changed at the same time: together they make well over 50 changes a second. */
const AT_ONCE = 6;
/** So many changes come while somebody is at something: several seconds of them. */
const MANY = 200;

const rowOf = (page: Page, name: string) => page.locator(".team-table tbody tr").filter({ has: page.getByRole("link", { name, exact: true }) });
/** Those on the page whose first names may change: everybody but who is looked for by name. */
const idsOn = (page: Page) => page.locator(".team-table tbody .person__n").evaluateAll((links) => links.map((a) => a.getAttribute("href")!.split(/[/?]/)[2]));

/** Gives one member another first name, as the edit drawer does. */
async function rename(other: Page, id: string, first: string) {
  const read = await other.request.get(`/api/members/edit?id=${id}`, { headers });
  expect(read.ok(), await read.text()).toBe(true);
  const { form } = await read.json();
  const save = { id, "form[version]": String(form.version), "form[has][0]": "first", "form[first]": first };
  const saved = await other.request.post("/api/members/update", { headers, form: save });
  expect(saved.ok(), await saved.text()).toBe(true);
}

/** Renames these members over and over until it is stopped. */
function storm(other: Page, ids: string[]) {
  let [made, stopped] = [0, false];
  const last = new Map<string, string>();
  const lane = async (mine: string[]) => {
    for (let n = 1; !stopped; n++) {
      for (const id of mine) {
        const first = `Busy ${n}`;
        await rename(other, id, first);
        last.set(id, first);
        made += 1;
      }
    }
  };
  const lanes = Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, (_, at) => lane(ids.filter((_, n) => n % AT_ONCE === at))));
  return {
    /** Waits until so many more changes have been acknowledged. */
    more: (changes: number) => {
      const goal = made + changes;
      return Promise.race([expect.poll(() => made, { timeout: 60_000 }).toBeGreaterThanOrEqual(goal), lanes]);
    },
    /** Ends it, and answers the newest first name of each. */
    stop: async () => {
      stopped = true;
      await lanes;
      return last;
    },
  };
}

/** A session of somebody who changes the team, and the team's page by extension, so that a new name moves no row. */
async function opened(team: Page, another: () => Promise<Page>) {
  const other = await another();
  await signIn(other, amara);
  await team.goto("/team?sort=extension");
  await untilReady(team);
  return other;
}

/** Few touch only some rows, which alone are read; many make the page read all it shows. */
for (const [many, most] of [["few", 8], ["many", 40]] as const) {
  test.describe(`T2, T6: while ${many} are changed 50 times a second`, () => {
    test("the search that is typed keeps its words, focus and selected letters", async ({ team, another }) => {
      const other = await opened(team, another);
      const ids = (await idsOn(team)).slice(10, 10 + most);
      const busy = storm(other, ids);
      const field = team.getByRole("searchbox", { name: /Search by/ });
      await field.pressSequentially("kofi mensah", { delay: 60 });
      await field.evaluate((it: HTMLInputElement) => it.setSelectionRange(5, 8));
      await busy.more(MANY);
      const selected = () => field.evaluate((it: HTMLInputElement) => [it.value, it.selectionStart, it.selectionEnd]);
      expect(await selected()).toEqual(["kofi mensah", 5, 8]);
      await expect(field).toBeFocused();
      await expect(team).toHaveURL(/q=kofi(\+|%20)mensah/);
      await expect(rowOf(team, "Kofi Mensah")).toBeVisible();
      await team.keyboard.type("x");
      await expect(field).toHaveValue("kofi xsah");
      await busy.stop();
    });

    test("an open menu stays open at its entry", async ({ team, another }) => {
      const other = await opened(team, another);
      const ids = (await idsOn(team)).slice(10, 10 + most);
      const row = rowOf(team, "Kofi Mensah");
      const busy = storm(other, ids);
      await row.getByRole("link", { name: /More actions/ }).click();
      await team.keyboard.press("ArrowDown");
      const entry = team.getByRole("menuitem").nth(1);
      await expect(entry).toBeFocused();
      await busy.more(MANY);
      await expect(entry).toBeFocused();
      await expect(team.getByRole("menuitem", { name: "Edit", exact: true })).toBeVisible();
      await team.keyboard.press("Escape");
      await expect(row.getByRole("link", { name: /More actions/ })).toBeFocused();
      await busy.stop();
    });

    test("ticked rows, the row cursor, a marked text and the place in the list stay, and rows show the newest names", async ({ team, another }) => {
      const other = await opened(team, another);
      const ids = (await idsOn(team)).slice(10, 10 + most);
      const list = team.locator(".table-scroll");
      for (const name of ["Kofi Mensah", "Priya Raghunathan", "Hina Matsumoto"]) {
        await team.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
      }
      const ticked = team.locator(".row-check").nth(12);
      await ticked.check();
      const cursor = rowOf(team, "Kofi Mensah");
      await cursor.focus();
      await list.evaluate((it) => (it.scrollTop = 120));
      // Somebody marks the email of a row to copy it.
      const marked = await team.locator(".team-table tbody .c-email").nth(5).evaluate((cell) => {
        getSelection()!.selectAllChildren(cell);
        return String(getSelection());
      });
      expect(marked).toContain("@");
      const busy = storm(other, ids);
      await busy.more(MANY);
      expect(await team.evaluate(() => String(getSelection()))).toBe(marked);
      await expect(cursor).toBeFocused();
      await expect(team.locator(".bulkbar__n")).toHaveText("4 members selected");
      await expect(team.locator(".row-check:checked")).toHaveCount(4);
      await expect(ticked).toBeChecked();
      expect(await list.evaluate((it) => it.scrollTop)).toBe(120);
      const last = await busy.stop();
      for (const [id, first] of last) {
        await expect(team.locator(`.team-table tbody a.person__n[href^="/team/${id}"]`)).toHaveText(new RegExp(`^${first}\\b`));
      }
      await expect(cursor).toBeFocused();
      await expect(team.locator(".bulkbar__n")).toHaveText("4 members selected");
    });

    test("an open card shows the newest name, and keeps focus, place and tab", async ({ team, another }) => {
      const other = await opened(team, another);
      const shown = await idsOn(team);
      const id = shown[10];
      // So low that the card has to be scrolled.
      await team.setViewportSize({ width: 1_440, height: 560 });
      await team.goto(`/team/${id}?sort=extension`);
      await untilReady(team);
      const card = team.getByRole("complementary", { name: "Profile" });
      const body = card.locator(".profile__body");
      const history = card.getByRole("link", { name: "History" });
      await history.focus();
      const place = await body.evaluate((it) => {
        for (let e: Element | null = it; e; e = e.parentElement) {
          if (e.scrollHeight > e.clientHeight + 40 && getComputedStyle(e).overflowY !== "visible") {
            e.scrollTop = 40;
            return e.className;
          }
        }
        return "";
      });
      expect(place, "the card is longer than the screen").not.toBe("");
      const busy = storm(other, shown.slice(10, 10 + most));
      await busy.more(MANY);
      await expect(history).toBeFocused();
      const last = await busy.stop();
      await expect(card.getByRole("heading", { level: 2 })).toHaveText(new RegExp(`^${last.get(id)}\\b`));
      await expect(history).toBeFocused();
      expect(await body.evaluate((it, place) => it.closest(`.${place.split(" ").join(".")}`)!.scrollTop, place)).toBe(40);
    });
  });
}
