// A real server with a sample team of 1,300, one for each worker, and a page that is signed in to it.
import { type BrowserContext, type Page } from "@playwright/test";
import { startServer, test as base, type Server } from "./server";
import { signIn, untilReady } from "./steps";

/** The sample's first Administrator. */
export const amara = { email: "amara@larkspur.test", password: "quiet harbor lantern 42" };
/** The sample's first Manager and first Agent: same password. */
export const marisol = { email: "marisol@larkspur.test", password: amara.password };

type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Playwright's `test` with a sample team behind `page`, signed in as Amara Okonkwo and ready. */
export const test = base.extend<{ team: Page }, { company: string; members: number; server: Server; session: Cookies }>({
  // Specs that add or rename people name a company of their own, `test.use({ company: "imports" })`: another server.
  company: ["shared", { option: true, scope: "worker" }],
  members: [1_300, { option: true, scope: "worker" }],
  server: [
    async ({ company: _, members }, use) => {
      const server = await startServer({}, { members, password: amara.password });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  session: [
    async ({ server, browser }, use) => {
      const context = await browser.newContext({ baseURL: server.baseURL });
      const page = await context.newPage();
      await signIn(page, amara);
      const session = await context.storageState();
      await context.close();
      await use(session);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  storageState: async ({ session }, use) => use(session),
  team: async ({ page }, use) => {
    await page.goto("/team");
    await untilReady(page);
    await use(page);
  },
});

/** The people on the page, in order; waits until there are some. */
export async function namesOn(page: Page): Promise<string[]> {
  const names = page.locator(".team-table tbody .person__n");
  await names.first().waitFor();
  return names.allTextContents();
}

/**
 * The address of somebody's card, found by searching. The tests of a file share one team in any order, so whoever is
 * renamed by a test belongs to that test alone.
 */
export async function cardOf(page: Page, name: string): Promise<string> {
  await page.goto(`/team?q=${encodeURIComponent(name)}`);
  const href = await page.getByRole("link", { name, exact: true }).first().getAttribute("href");
  return href!.split("?")[0];
}

export { expect } from "@playwright/test";
