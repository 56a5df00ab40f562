import { expectNoViolations } from "../support/axe";
import { cardOf, expect, test } from "../support/sample";
import { untilReady } from "../support/steps";

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`T10: no accessibility violation at ${width} px in the ${theme} theme`, async ({ another, session }) => {
      test.setTimeout(300_000);
      const page = await another({ storageState: session, viewport: { width, height: 900 }, colorScheme: theme });
      const card = await cardOf(page, "Dana Whitfield");
      const lists = ["/team", "/team?q=zzzz", "/team/import", "/you", "/profile", "/team/invite", "/team/invite?several=1", "/team/deleted"];
      const about = ["", "/numbers", "/history", "/edit", "/forwarding", "/reset-password", "/supervise", "/suspend", "/delete"];
      for (const path of [...lists, ...about.map((part) => card + part)]) {
        await page.goto(path);
        await untilReady(page);
        await expectNoViolations(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(wide, `${path} fits ${width} px`).toBe(false);
      }
    });
  }
}
