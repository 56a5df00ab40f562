// A real server for the tests: one for each worker, with a database of its own, gone at the end.
import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Problems } from "./problems";

export type Server = {
  /** Where it answers, without a slash at the end. */
  baseURL: string;
  /** The link that makes the first account, as the server printed it. */
  setupLink: string;
  /** The folder with its database and files. */
  dataDir: string;
  /** Every line it printed so far, both streams. */
  logs: string[];
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.env.TEAMLINE_BIN || path.join(root, "target/debug/teamline");
const STARTS_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 5_000;

/** A sample team that is there when the server starts. */
export type Sample = { members: number; password: string };

/** Starts a server with an empty database, or with a sample team. `env` adds to the environment, e.g. a mail server. */
export async function startServer(
  env: Record<string, string> = {},
  sample?: Sample,
): Promise<Server & { stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "teamline-"));
  const logs: string[] = [];
  if (sample) {
    const args = ["sample", "--data-dir", dataDir, "--members", String(sample.members), "--password", sample.password];
    await promisify(execFile)(binary, args, { cwd: root, env: withoutSettings(process.env) });
  }
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data-dir", dataDir], {
    cwd: root,
    env: { ...withoutSettings(process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await end(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const found = await readAddresses(child, logs, !sample);
    return { ...found, dataDir, logs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The environment without what would change the server's settings, e.g. another database. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(TEAMLINE_|LEPTOS_|DATABASE_URL$)/.test(name)),
  );
}

/** Waits for the two lines that say where the server answers and how the first account is made. */
function readAddresses(child: ChildProcess, logs: string[], isNew: boolean): Promise<{ baseURL: string; setupLink: string }> {
  return new Promise((resolve, reject) => {
    let baseURL: string | undefined;
    let setupLink: string | undefined;
    const fail = (why: string) => reject(new Error(`${binary} ${why}\n${logs.join("\n")}`));
    const timer = setTimeout(() => fail(`did not say where it listens within ${STARTS_WITHIN_MS} ms`), STARTS_WITHIN_MS);
    const read = (line: string) => {
      logs.push(line);
      baseURL ??= line.match(/listening on (http:\/\/[^\s/]+)/)?.[1];
      setupLink ??= line.match(/setup link: (\S+)/)?.[1];
      if (baseURL && (setupLink || !isNew)) {
        clearTimeout(timer);
        resolve({ baseURL, setupLink: setupLink ?? "" });
      }
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", read);
    }
    child.once("error", (error) => {
      clearTimeout(timer);
      fail(`could not be started: ${error.message}`);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? code}`);
    });
  });
}

/** Asks the server to stop, and makes it stop when it takes too long. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOPS_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}

/** Opens a page of somebody else: a browser of their own, in which nobody is signed in, closed when the test ends. */
export type Another = (options?: BrowserContextOptions) => Promise<Page>;

/** Playwright's `test` with the fixture `server`; `page.goto("/team")` goes to it. */
export const test = base.extend<{ another: Another; problems: Problems }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: STARTS_WITHIN_MS + STOPS_WITHIN_MS },
  ],
  baseURL: async ({ server }, use) => use(server.baseURL),
  problems: [
    async ({ browser }, use) => {
      const problems = new Problems();
      const newContext = browser.newContext;
      browser.newContext = async (options) => {
        const context = await newContext.call(browser, options);
        problems.watch(context);
        return context;
      };
      await use(problems);
      browser.newContext = newContext;
      expect(problems.unexpected(), "page errors and console errors").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, problems }, use) => {
    problems.watch(context);
    await use(context);
  },
  another: async ({ browser, baseURL }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] }, ...options });
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

export { expect } from "@playwright/test";
