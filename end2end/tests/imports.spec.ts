// A CSV file from the upload to the people in the table, and back out again (I1, I2).
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "../support/axe";
import { cardOf, expect, test } from "../support/sample";
import { untilReady } from "../support/steps";

test.use({ company: "imports" });

const csv = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** Sends a file from the upload page; the answer's page is ready afterwards. */
async function upload(page: Page, file: ReturnType<typeof csv>) {
  await page.goto("/team/import");
  await untilReady(page);
  await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Upload and check" }).click();
  await expect(page).toHaveURL(/\/team\/import(\/[0-9a-f-]{36}|\?problem=)/);
  await untilReady(page);
}

/** The extension on somebody's card. */
async function extensionOf(page: Page, name: string): Promise<string> {
  await page.goto(await cardOf(page, name));
  return page.locator("dt", { hasText: "Extension" }).locator("xpath=following-sibling::dd[1]").innerText();
}

/** Waits until the rows are checked: then the foot says what they need. */
async function checked(page: Page) {
  await expect(page.locator("#seat-need")).toContainText(/ready rows? needs?/);
}

test("I1: a file is matched, checked row by row, mended and imported; one bad row stops nobody else", async ({ team }) => {
  test.setTimeout(240_000);
  const taken = await extensionOf(team, "Amara Okonkwo");
  await team.goto("/team");
  await untilReady(team);
  await team.getByRole("button", { name: "Import/Export" }).click();
  await team.getByRole("menuitem", { name: "Import from CSV…" }).click();
  await expect(team.getByRole("heading", { name: "Import from CSV" })).toBeVisible();
  const rows = [
    "Full Name,Work E-mail,Ext,Mobile,Access level",
    "Ikaika Moku,ikaika@boise.example,,+44 20 7946 0958,Agent",
    '"Barragán, Xóchitl",xochitl@boise.example,,,Manager',
    `Bashir Noorzai,bashir@boise.example,${taken},,Agent`,
    "Ana María López Vega,ana@boise.example,,,Agent",
    "Nobody Reachable,no-domain,,,Agent",
  ];
  await upload(team, csv("boise.csv", rows.join("\r\n")));
  await checked(team);
  await expectNoViolations(team);

  // Columns are guessed from their names.
  await expect(team.getByLabel("Teamline field for Full Name")).toHaveValue("full_name");
  await expect(team.getByLabel("Teamline field for Work E-mail")).toHaveValue("email");
  await expect(team.getByLabel("Teamline field for Ext")).toHaveValue("extension");

  // Names from one column are split, and shown before anything is kept.
  const preview = team.getByRole("table", { name: "What each row will do" });
  await expect(preview.getByRole("row").filter({ hasText: "xochitl@boise.example" })).toContainText("Xóchitl Barragán");
  await expect(preview.getByRole("row").filter({ hasText: "ana@boise.example" })).toContainText("from “Ana María López Vega”");

  // Each bad row by line and column, with its fix.
  await expect(preview).toContainText(`Line 4, Ext: Extension ${taken} belongs to Amara Okonkwo. Use `);
  await expect(preview).toContainText("Line 6, Work E-mail: ");
  await expect(preview.getByRole("row").filter({ hasText: "Nobody Reachable" })).toContainText("Error");
  await expect(team.getByText("3 ready, 2 errors")).toBeVisible();
  await expect(team.getByRole("link", { name: "Errors as CSV" })).toBeVisible();

  await team.getByRole("textbox", { name: "Extension on line 4" }).fill("");
  await team.getByRole("button", { name: "Use this Extension on line 4" }).click();
  await expect(team.getByText("4 ready, 1 error", { exact: false })).toBeVisible();
  await team.getByRole("button", { name: "Import 4 members" }).click();
  await expect(team.getByText("4 members invited")).toBeVisible();
  await expect(team.getByText(/1 row was not imported: see below/)).toBeVisible();
  await expectNoViolations(team);

  await team.goto("/team?q=boise.example");
  await untilReady(team);
  for (const name of ["Ikaika Moku", "Xóchitl Barragán", "Bashir Noorzai"]) {
    await expect(team.getByRole("link", { name, exact: true })).toBeVisible();
  }
  await expect(team.getByRole("link", { name: "Nobody Reachable" })).toHaveCount(0);
});

test("I2: the export holds what the filter shows, and importing it again changes nothing", async ({ team }) => {
  await team.goto("/team?q=Whitfield");
  await untilReady(team);
  const shown = await team.locator(".team-table tbody .person__n").count();
  await team.getByRole("button", { name: "Import/Export" }).click();
  const entry = team.getByRole("menuitem", { name: `Export ${shown} shown as CSV` });
  const [download] = await Promise.all([team.waitForEvent("download"), entry.click()]);
  expect(download.suggestedFilename()).toBe("members.csv");
  const bytes = await readFile((await download.path())!);
  const text = bytes.toString("utf8");
  expect(text).toContain("dana@larkspur.test");
  expect(text.trim().split("\r\n").length).toBe(shown + 1);

  await upload(team, { name: "members.csv", mimeType: "text/csv", buffer: bytes });
  await checked(team);
  await expect(team.getByText(`0 ready, ${shown} already so`)).toBeVisible();
  const button = team.locator("#import-now");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription("Everybody in the file is on the team already, exactly so");
});

test("I1: what is no CSV, has no header or no people is refused with what to do", async ({ team }) => {
  test.setTimeout(240_000);
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  await upload(team, { name: "team.csv", mimeType: "text/csv", buffer: png });
  await expect(team.getByText(/not a CSV file\. Export your people as CSV/)).toBeVisible();
  await expect(team.getByLabel("CSV file")).toHaveAttribute("aria-invalid", "true");
  await expectNoViolations(team);
  await upload(team, csv("no-header.csv", "Ikaika,Moku,ikaika@boise.example\r\nXóchitl,Barragán,xochitl@boise.example\r\n"));
  await expect(team.getByText(/where a column name belongs/)).toBeVisible();
  await upload(team, csv("empty.csv", ""));
  await expect(team.getByText(/The file is empty/)).toBeVisible();
});

test("I1, S2, K7: a large file says which seats it needs, they are bought in one press, and the import shows how far it is", async ({ team }) => {
  test.setTimeout(240_000);
  const people = Array.from({ length: 1_000 }, (_, n) => `Person,Number${n},p${n}@bulk.example,Pro`);
  await upload(team, csv("bulk.csv", ["First name,Last name,Email,Plan", ...people].join("\n")));
  await expect(team.locator("#seat-need")).toContainText("1,000 ready rows need 1,000 Pro seats;", { timeout: 120_000 });
  await expect(team.locator("#import-now")).toHaveAttribute("aria-disabled", "true");
  await team.getByRole("button", { name: /^Add \d+ seats$/ }).click();
  await expect(team.locator("#import-now")).not.toHaveAttribute("aria-disabled", "true");
  await team.locator("#import-now").click();
  await expect(team.getByText(/^Importing: [\d,]+ of 1,000\. Leave the page/)).toBeVisible();
  await expect(team.locator('meta[http-equiv="refresh"]'), "only a page without script loads itself again").toHaveCount(0);
  await expect(team.getByText("1,000 members invited")).toBeVisible({ timeout: 120_000 });
});

test("K6, I1: an import is taken back from its toast, and one of before from its page", async ({ team }) => {
  const people = (domain: string) => `First name,Last name,Email\nReversa,One,one@${domain}\nReversa,Two,two@${domain}\n`;
  await upload(team, csv("toast.csv", people("toast.example")));
  await checked(team);
  await team.getByRole("button", { name: "Import 2 members" }).click();
  await expect(team.getByText("2 members invited")).toBeVisible();
  const toast = team.locator(".toast").filter({ hasText: "toast.csv is imported" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(team.locator(".toast").filter({ hasText: "Undone for 2 members" })).toBeVisible();
  await expect(team.getByText(/Undone by /)).toBeVisible();
  await expect(team.getByRole("link", { name: "Undo this import" })).toHaveCount(0);
  await team.goto("/team?q=toast.example");
  await untilReady(team);
  await expect(team.getByRole("link", { name: "Reversa One", exact: true })).toHaveCount(0);

  // Their sign-in names stay theirs while they can be restored, so others are imported.
  await upload(team, csv("page.csv", people("page.example")));
  await checked(team);
  await team.getByRole("button", { name: "Import 2 members" }).click();
  await expect(team.getByText("2 members invited")).toBeVisible();
  await team.reload();
  await untilReady(team);
  await team.getByRole("link", { name: "Undo this import" }).click();
  const dialog = team.getByRole("dialog", { name: "Undo this change?" });
  await expect(dialog).toContainText("This takes back the import of page.csv.");
  await expect(dialog).toContainText("2 members will change");
  await expect(dialog.getByRole("listitem").filter({ hasText: "Reversa Two" })).toContainText("Deleted");
  await expectNoViolations(team);
  await dialog.getByRole("button", { name: "Undo for 2 members" }).click();
  await expect(team.locator(".toast").filter({ hasText: "Undone for 2 members" })).toBeVisible();
  await team.goto("/team?q=page.example");
  await untilReady(team);
  await expect(team.getByRole("link", { name: "Reversa Two", exact: true })).toHaveCount(0);
});

test("I1, T10: a file is imported by keyboard alone", async ({ team }) => {
  await team.goto("/team/import");
  await untilReady(team);
  const press = async (target: ReturnType<Page["locator"]>, key: string) => {
    for (let tabs = 0; tabs < 120; tabs++) {
      if (await target.evaluate((it) => it === document.activeElement)) return team.keyboard.press(key);
      await team.keyboard.press("Tab");
    }
    throw new Error("Tab never came to it");
  };
  const chooser = team.waitForEvent("filechooser");
  await press(team.getByLabel("CSV file"), "Enter");
  await (await chooser).setFiles(csv("keys.csv", "First name,Last name,Email\nKey,Board,key@board.example\n"));
  await press(team.getByRole("button", { name: "Upload and check" }), "Enter");
  await expect(team).toHaveURL(/\/team\/import\/[0-9a-f-]{36}/);
  await untilReady(team);
  await expect(team.locator("#import-now")).toHaveText("Import 1 member");
  await press(team.locator("#import-now"), "Enter");
  await expect(team.getByText("1 member invited")).toBeVisible();
  await press(team.getByRole("link", { name: "Go to the team" }), "Enter");
  await expect(team.getByRole("heading", { name: /^Team/ })).toBeVisible();
});

test("I1: a file of 65 columns with lines above its header folds what isn’t imported, and says before it is pressed that mails go out", async ({ team }) => {
  test.setTimeout(240_000);
  const extra = Array.from({ length: 59 }, (_, n) => `Field ${n + 1}`);
  const line = (cells: string[]) => [...cells, ...extra.map((_, n) => `v${n}`)].join(",");
  const rows = [
    "version:v1.0",
    "Staff list; please keep the order",
    [...["Display Name", "Email", "Ext", "DID", "Status", "AuthID"], ...extra].join(","),
    line(["Cher", "cher@wide.example", "x0107", "+44 20 7946 0958", "Active", "k7"]),
    line(["Noor Haddad", "noor@wide.example; nh@home.example", "", "", "Suspended", "k8"]),
    "Total: 2 people",
  ];
  await upload(team, csv("wide.csv", rows.join("\r\n")));
  await checked(team);
  await expectNoViolations(team);
  await expect(team.getByText("2 lines above the column names are left out.")).toBeVisible();
  await expect(team.getByText("Line 6, “Total: 2 people”, is no person and is left out.")).toBeVisible();

  // What isn't imported is folded, and still a click away.
  await expect(team.getByLabel("Teamline field for Field 30")).toBeHidden();
  await team.getByText(/^\d+ columns aren’t imported$/).click();
  await expect(team.getByLabel("Teamline field for Field 30")).toBeVisible();
  await expect(team.getByText("How desk phones sign in is never imported")).toBeVisible();
  await expectNoViolations(team);

  // The rows are in sight without scrolling past them all.
  const preview = team.getByRole("table", { name: "What each row will do" });
  await expect(preview.getByRole("row").filter({ hasText: "arrives suspended" })).toContainText("noor@wide.example");
  await expect(preview).toContainText("The cell has 2 values; noor@wide.example is used. nh@home.example is left out.");
  await expect(preview.getByRole("row").filter({ hasText: "cher@wide.example" })).toContainText("to be ported");
  await expect(preview).not.toContainText("from “Cher”");
  await expect(team.locator("#mails")).toContainText("without mail");
});

test("I1: on a phone a name of 80 letters and one from right to left overlap nothing, and findings stay in sight", async ({ team }) => {
  const long = "Donaudampfschifffahrtsgesellschaft".repeat(3).slice(0, 80);
  const rows = [
    "First name,Last name,Email,Time zone",
    `${long},Long,long@words.example,`,
    "שירה,לוי,shira@words.example,Nowhere",
  ];
  await team.setViewportSize({ width: 320, height: 700 });
  await upload(team, csv("words.csv", rows.join("\n")));
  await checked(team);
  const preview = team.getByRole("table", { name: "What each row will do" });
  await expect(preview.locator("bdi", { hasText: "שירה לוי" })).toBeVisible();
  const spill = (root: Element) =>
    [...root.querySelectorAll("td, th, .under__in")].filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.textContent);
  expect(await preview.evaluate(spill)).toEqual([]);
  expect(await team.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

  const frame = team.getByRole("region", { name: "Preview" });
  const finding = preview.getByText(/“Nowhere” isn’t a time zone\./);
  for (const end of [0, 10_000]) {
    await frame.evaluate((it, left) => it.scrollTo({ left }), end);
    const [inside, around] = [await finding.boundingBox(), await frame.boundingBox()];
    expect(inside!.x).toBeGreaterThanOrEqual(around!.x);
    expect(inside!.x + inside!.width).toBeLessThanOrEqual(around!.x + around!.width);
  }
});
