// Screenshots of pages: npm run shots -- BASEURL PATH…   e.g. npm run shots -- http://127.0.0.1:3000 / /team
// With SHOT_EMAIL and SHOT_PASSWORD it signs in first. Pictures go to end2end/shots/, two sizes, light and dark.
import { chromium } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [baseURL, ...paths] = process.argv.slice(2);
if (!baseURL || paths.length === 0) {
  console.error("npm run shots -- BASEURL PATH…   e.g. npm run shots -- http://127.0.0.1:3000 / /team");
  process.exit(1);
}

const SIZES = [
  { name: "desktop", width: 1440, height: 900 },
  { name: "phone", width: 390, height: 844 },
];
const { CHROMIUM = "/usr/bin/chromium", SHOT_EMAIL, SHOT_PASSWORD } = process.env;
const folder = fileURLToPath(new URL("shots", import.meta.url));

/** `/team?q=ko` becomes `team-q-ko`, `/` becomes `home`. */
const fileName = (address) => address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";

async function signIn(page) {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(SHOT_EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(SHOT_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  let storageState;
  if (SHOT_EMAIL && SHOT_PASSWORD) {
    const context = await browser.newContext({ baseURL });
    await signIn(await context.newPage());
    storageState = await context.storageState();
    await context.close();
  }
  for (const { name, width, height } of SIZES) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({
        baseURL, colorScheme, storageState, viewport: { width, height }, deviceScaleFactor: 1, reducedMotion: "reduce",
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => console.error(`${page.url()}: ${error.message}`));
      for (const address of paths) {
        await page.goto(address);
        // A page that keeps a stream open never becomes idle; two seconds are enough for what it shows first.
        await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
        const file = path.join(folder, `${fileName(address)}-${name}-${colorScheme}.png`);
        await page.screenshot({ path: file });
        console.log(path.relative(process.cwd(), file));
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
