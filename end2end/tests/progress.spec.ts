// A change of very many is shown while it is written, or waits for its turn, and can be stopped before it is final (K7).
import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { expect, test } from "../support/sample";
import { untilReady } from "../support/steps";

test.use({ company: "progress", members: 12_000 });

const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };
const LONG = { timeout: 120_000 };

/**
 * Others change everybody's role, six times at once: changes of an account follow each other, so whatever is asked for next has longer
 * to wait than an answer does. Resolves once all are done.
 */
async function othersChangeEverybody(other: Page) {
  await other.goto("/team/invite");
  const roles = await Promise.all(["Agent", "Manager"].map((name) => other.getByRole("radio", { name: new RegExp(`^${name}`) }).getAttribute("value")));
  const done: Promise<void>[] = [];
  for (const at of [0, 1, 0, 1, 0, 1]) {
    const key = randomUUID();
    const state = async () => JSON.stringify(await (await other.request.get(`/api/bulk/state?key=${key}`, { headers })).json());
    const form = { kind: "role", to: roles[at]!, selection: "all=1", key };
    const sent = other.request.post("/api/bulk/apply", { headers, form, timeout: 120_000 });
    // In turn: each is known before the next is sent.
    await expect.poll(state, LONG).toMatch(/Working|Done/);
    done.push(sent.then(() => expect.poll(state, LONG).toMatch(/Done/)));
  }
  return { done: Promise.all(done) };
}

/** How many are suspended, as another page of the same team counts them. */
async function suspended(other: Page): Promise<number> {
  const answer = await other.request.get("/api/team/page?query=status%3Dsuspended", { headers });
  return (await answer.json()).total;
}

/** Selects all and opens the dialog that suspends them. */
async function dialogOfAll(team: Page) {
  await team.goto("/team");
  await untilReady(team);
  await team.locator(".row-check").first().check();
  await team.getByRole("checkbox", { name: "Select all 12,000 that match" }).check({ force: true });
  await team.getByRole("button", { name: "More", exact: true }).click();
  await team.getByRole("menuitem", { name: "Suspend", exact: true }).click();
  const dialog = team.getByRole("dialog", { name: "Suspend 12,000 members" });
  await expect(dialog.getByRole("button", { name: /^Suspend [\d,]+ members/ })).toBeVisible(LONG);
  return dialog;
}

/** Confirms it while others are at it, and waits until it says how far it is. */
async function confirmed(team: Page, other: Page) {
  const dialog = await dialogOfAll(team);
  const before = await suspended(other);
  const others = await othersChangeEverybody(other);
  await dialog.getByRole("button", { name: /^Suspend [\d,]+ members/ }).click();
  await expect(dialog.getByRole("progressbar", { name: "Members written" })).toBeVisible(LONG);
  await expect(dialog.getByText(/[\d,]+ of [\d,]+ written\. Nothing is final until all are\.|Checking who changes…/)).toBeVisible();
  return { dialog, before, others };
}

test("K7: a long change says how far it is; cancelled, nothing of it is done", async ({ team, another, session }) => {
  test.setTimeout(300_000);
  const other = await another({ storageState: session });
  const { dialog, before, others } = await confirmed(team, other);
  await dialog.getByRole("button", { name: "Cancel the change" }).click();
  await others.done;
  await expect(dialog.getByText("Cancelled. Nothing was changed.")).toBeVisible(LONG);
  await expect(dialog.getByRole("progressbar")).toHaveCount(0);
  expect(await suspended(other)).toBe(before);
});
