// P7 and P8 in Chromium: our Team page and the plain one in turns, each in a fresh context with an empty cache.
// node tools/bench/browser.mjs '{"ours": URL, "floor": URL, "session": "name=value", "rounds": 5}' prints figures as JSON.
// The refresh rate is not limited, so a figure is the work until the paint and not the wait for the screen.
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../end2end/package.json", import.meta.url))("@playwright/test");
const { ours, floor, session, rounds } = JSON.parse(process.argv[2]);
const [cookie, value] = [session.slice(0, session.indexOf("=")), session.slice(session.indexOf("=") + 1)];
const PATIENCE_MS = 20_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-frame-rate-limit", "--disable-gpu-vsync",
  ],
});

/** Runs in the page before its own scripts: notes when it was hydrated, and measures from a doing to the paint after it. */
function prepare() {
  const noted = () => {
    if (document.documentElement?.dataset.hydrated && !window.hydratedAt) window.hydratedAt = performance.now();
  };
  new MutationObserver(noted).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-hydrated"] });
  // After the frame in which `done` first holds was painted: a message posted in its callback is handled after the paint.
  window.untilPainted = (act, done) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const painted = new MessageChannel();
      painted.port1.onmessage = () => resolve(performance.now() - start);
      const look = () => {
        if (done()) painted.port2.postMessage(0);
        else if (performance.now() - start > 10_000) reject(new Error("nothing was painted within 10 s"));
        else requestAnimationFrame(look);
      };
      act();
      requestAnimationFrame(look);
    });
  window.shown = () => [...document.querySelectorAll("tbody .person__n")].map((name) => name.textContent).join("\n");
}

/** Bytes on the wire by kind, heads included, from the browser's own count. */
async function countBytes(page) {
  const client = await page.context().newCDPSession(page);
  const kinds = new Map();
  const bytes = {};
  await client.send("Network.enable");
  client.on("Network.responseReceived", ({ requestId, type, response }) => {
    kinds.set(requestId, response.url.endsWith(".wasm") ? "Wasm" : type);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "Other";
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  return bytes;
}

async function measure(address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  try {
    await context.addCookies([{ name: cookie, value, url: address }]);
    const page = await context.newPage();
    const bytes = await countBytes(page);
    // What the page asks of the server by itself while it becomes alive: what came drawn should not be asked for again.
    const asked = [];
    page.on("request", (request) => ["fetch", "xhr"].includes(request.resourceType()) && !request.url().includes("/pkg/") && asked.push(request.url()));
    page.on("pageerror", (error) => console.error(`${address}: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && console.error(`${address}: ${message.text()}`));
    await page.addInitScript(prepare);
    await page.goto(address, { waitUntil: "load", timeout: PATIENCE_MS });
    await page.waitForFunction(() => window.hydratedAt, undefined, { timeout: PATIENCE_MS });
    await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
    const load = { ...bytes };
    const again = asked.length;
    const found = await page.evaluate(async () => {
      const rows = document.querySelectorAll("tbody .row-check").length;
      if (rows !== 50) throw new Error(`the page has ${rows} rows, not 50`);
      const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
      const parsed = performance.getEntriesByType("navigation")[0].domInteractive;
      const checked = () => document.querySelectorAll("tbody .row-check:checked").length;
      const all = document.querySelector("thead input[type=checkbox]");
      const selectAll = await untilPainted(() => all.click(), () => checked() === 50 && document.querySelector(".bulkbar.is-open"));
      await untilPainted(() => all.click(), () => checked() === 0);
      return { usable: Math.max(paint, parsed), hydrated: window.hydratedAt, selectAll };
    });
    found.search = await page.evaluate(() => {
      const field = document.querySelector("#team-search");
      const before = shown();
      const type = () => {
        field.focus();
        field.value = "okonkwo";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      };
      return untilPainted(type, () => shown() !== before && shown() !== "");
    });
    found.filter = await page.evaluate(() => {
      const tab = document.querySelector("a[href='/team?status=online']");
      const before = shown();
      return untilPainted(() => tab.click(), () => shown() !== before && shown() !== "");
    });
    // Fonts and pictures come in beside what hydration waits for; they are told, not added.
    const beside = new Set(["Font", "Image", "Other"]);
    const parts = Object.entries(load).sort((a, b) => b[1] - a[1]);
    found.bytes = parts.reduce((sum, [kind, n]) => sum + (beside.has(kind) ? 0 : n), 0) / 1000;
    const words = (within) => parts.filter(([kind]) => beside.has(kind) !== within).map(([kind, n]) => `${kind} ${(n / 1000).toFixed(1)}`).join(", ");
    found.code = ((load.Wasm ?? 0) + (load.Script ?? 0)) / 1000;
    found.again = again;
    found.bytesDetail = `${words(true)}; beside: ${words(false)}`;
    return found;
  } finally {
    await context.close();
  }
}

try {
  const sides = { ours: `${ours}/team`, floor: `${floor}/plain` };
  const results = { ours: {}, floor: {} };
  // One visit of each before, so that the browser itself and the servers are warm.
  for (const address of Object.values(sides)) await measure(address);
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, address] of Object.entries(sides)) {
      for (const [key, figure] of Object.entries(await measure(address))) {
        if (key.endsWith("Detail")) results[side][key] = figure;
        else (results[side][key] ??= []).push(figure);
      }
    }
  }
  // The plain page loads its script with its HTML: its bytes are no floor.
  for (const key of ["bytes", "code", "again"]) delete results.floor[key];
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
