import { deflateSync, crc32 } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "../support/axe";
import { amara, cardOf, expect, marisol, test } from "../support/sample";
import type { Another } from "../support/server";
import { signIn, untilReady } from "../support/steps";

test.use({ company: "editing" });

/** Opens the edit drawer of somebody at its own address. */
async function edit(page: Page, card: string) {
  await page.goto(`${card}/edit`);
  await untilReady(page);
  return page.getByRole("dialog");
}

/** A page of somebody else. */
async function somebody(another: Another, who: { email: string; password: string }) {
  const page = await another();
  await signIn(page, who);
  return page;
}

/** A PNG of that size in one colour. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x55);
  for (let y = 0; y < height; y++) rows[y * (width * 3 + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

test("M6: details are edited in the drawer and shown on the card and in the table", async ({ team }) => {
  const card = await cardOf(team, "Aiyana Begaye");
  const drawer = await edit(team, card);
  await expectNoViolations(team);
  await drawer.getByLabel("Mobile number").fill("12");
  await drawer.getByLabel("Last name").fill("Begaye-Yazzie");
  await drawer.getByRole("button", { name: "Save changes" }).click();
  await expect(drawer.getByText(/The number is too short: it has 2 digits/)).toBeVisible();
  await expect(drawer.getByLabel("Last name")).toHaveValue("Begaye-Yazzie");
  await drawer.getByLabel("Mobile number").fill("(503) 555-0119");
  await drawer.getByRole("button", { name: "Save changes" }).click();
  await expect(drawer).toHaveCount(0);
  await expect(team.getByRole("heading", { name: "Aiyana Begaye-Yazzie", exact: true })).toBeVisible();
  await expect(team.getByRole("complementary", { name: "Profile" })).toContainText("(503) 555-0119");
});

test("M7: two people edit the same member; the second chooses for each field", async ({ team, another }) => {
  const card = await cardOf(team, "Siobhán Ní Bhriain");
  const other = await somebody(another, marisol);
  const [mine, theirs] = [await edit(team, card), await edit(other, card)];
  await theirs.getByLabel("Last name").fill("Ní Bhriain Senior");
  await theirs.getByRole("button", { name: "Save changes" }).click();
  await expect(theirs).toHaveCount(0);

  await mine.getByLabel("Last name").fill("Ní Bhriain Junior");
  await mine.getByLabel("Time zone").fill("Europe/Dublin");
  await mine.getByRole("button", { name: "Save changes" }).click();
  await expect(mine.getByText(/Marisol Vega changed Siobhán Ní Bhriain/)).toBeVisible();
  await expect(mine.getByRole("group", { name: "Last name" })).toContainText("Ní Bhriain Senior");
  await expect(mine.getByRole("group", { name: "Last name" })).toContainText("Ní Bhriain Junior");
  await expectNoViolations(team);
  await mine.getByRole("group", { name: "Time zone" }).getByLabel("Europe/Dublin").check();
  await mine.getByRole("button", { name: "Save my choices" }).click();
  await expect(mine).toHaveCount(0);
  await expect(team.getByRole("heading", { name: "Siobhán Ní Bhriain Senior", exact: true })).toBeVisible();
  await expect(team.getByRole("complementary", { name: "Profile" })).toContainText("Europe/Dublin");
});

test("M11: a taken extension names its holder and the next free one", async ({ team }) => {
  const taken = await cardOf(team, "Marisol Vega");
  await team.goto(taken);
  const extension = await team.locator("dt", { hasText: "Extension" }).locator("xpath=following-sibling::dd[1]").innerText();
  const drawer = await edit(team, await cardOf(team, "Dana Whitfield"));
  await drawer.getByLabel("Extension").fill(extension);
  await drawer.getByRole("button", { name: "Save changes" }).click();
  await expect(drawer.getByText(new RegExp(`${extension} belongs to Marisol Vega. \\d+ is free.`))).toBeVisible();
});

test("M18: a picture becomes the photo; a text file and 20,000 pixels are refused", async ({ team }) => {
  const card = await cardOf(team, "Dana Whitfield");
  const drawer = await edit(team, card);
  await drawer.getByLabel("Last name").fill("Whitfield-Ames");
  const choose = drawer.getByLabel("Photo", { exact: true });
  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("Dana, only a text") });
  await drawer.getByRole("button", { name: "Upload photo" }).click();
  await expect(drawer.getByText(/not a PNG, JPEG or WebP picture/)).toBeVisible();
  await choose.setInputFiles({ name: "wide.png", mimeType: "image/png", buffer: png(20_000, 2) });
  await drawer.getByRole("button", { name: "Upload photo" }).click();
  await expect(drawer.getByText(/more than 12,000 pixels wide/)).toBeVisible();
  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png(600, 400) });
  await drawer.getByRole("button", { name: "Upload photo" }).click();
  const photo = drawer.locator(".photo-field img");
  await expect(photo).toHaveAttribute("src", /\/photos\/[0-9a-f]{64}/);
  const answer = await team.request.get((await photo.getAttribute("src"))!);
  expect(answer.headers()["content-type"]).toBe("image/jpeg");
  expect(answer.headers()["cache-control"]).toBe("private, max-age=31536000, immutable");
  // What was typed meanwhile is still there.
  await expect(drawer.getByLabel("Last name")).toHaveValue("Whitfield-Ames");
  await drawer.getByRole("button", { name: "Remove photo" }).click();
  await expect(photo).toHaveCount(0);
});

test("M1, M18: a photo chosen in the invite form is the new member's; what is no picture is told at once", async ({ team }) => {
  await team.goto("/team/invite");
  await untilReady(team);
  const form = team.getByRole("dialog", { name: "Invite member" });
  const choose = form.getByLabel("Photo", { exact: true });
  await choose.setInputFiles({ name: "me.txt", mimeType: "text/plain", buffer: Buffer.from("Ikaika, only a text") });
  await expect(form.getByText(/not a PNG, JPEG or WebP picture/)).toBeVisible();
  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png(300, 300) });
  await expect(form.getByText(/not a PNG, JPEG or WebP picture/)).toHaveCount(0);
  await form.getByLabel("First name").fill("Ikaika");
  await form.getByLabel("Last name").fill("Moku");
  await form.getByLabel("Email", { exact: true }).fill("ikaika.moku@larkspur.test");
  await form.getByRole("button", { name: "Send invite" }).click();
  const card = team.getByRole("complementary", { name: "Profile" });
  await expect(card.getByRole("heading", { name: "Ikaika Moku", exact: true })).toBeVisible();
  await expect(card.locator(".profile__head img")).toHaveAttribute("src", /\/photos\/[0-9a-f]{64}/);
});

test("M18: a photo is shown to nobody who is signed out", async ({ another }) => {
  const page = await another();
  expect((await page.request.get(`/photos/${"0".repeat(64)}`)).status()).toBe(401);
});

test("M12: forwarding numbers are ordered, and a loop is refused at its line", async ({ team }) => {
  const card = await cardOf(team, "Dana Whitfield");
  await team.goto(card);
  const own = await team.locator("dt", { hasText: "Direct number" }).locator("xpath=following-sibling::dd[1]").locator(".tel").innerText();
  await team.goto(`${card}/forwarding`);
  await untilReady(team);
  const drawer = team.getByRole("dialog");
  await expectNoViolations(team);
  await drawer.getByLabel("Forwarding number 1").fill("(212) 555-0181");
  await drawer.getByLabel("Forwarding number 2").fill(own);
  await drawer.getByLabel("Forwarding number 3").fill("");
  await drawer.getByRole("button", { name: "Save forwarding" }).click();
  await expect(drawer.getByText(/one of your company’s own numbers/)).toBeVisible();
  await drawer.getByLabel("Forwarding number 2").fill("+49 30 1234567");
  await drawer.getByRole("button", { name: "Move number 2 up" }).click();
  await expect(drawer.getByLabel("Forwarding number 1")).toHaveValue("+49 30 1234567");
  await drawer.getByRole("button", { name: "Save forwarding" }).click();
  await expect(drawer).toHaveCount(0);
  const lines = team.getByRole("complementary", { name: "Profile" }).locator("ol.numlist li");
  await expect(lines.first()).toContainText("+49 30 1234567");
  await expect(lines.nth(1)).toContainText("(212) 555-0181");
});

test("M21, R12: an Agent has the directory and an own profile, and edits nobody else", async ({ team, another }) => {
  const colleague = await cardOf(team, "Kofi Mensah");
  const own = await cardOf(team, "Dana Whitfield");
  const page = await somebody(another, { email: "dana@larkspur.test", password: amara.password });
  const nav = page.getByRole("navigation", { name: "Main" });
  for (const shown of ["Team", "Your profile"]) await expect(nav.getByRole("link", { name: shown, exact: true })).toBeVisible();
  for (const hidden of ["Groups", "Numbers", "Roles", "Billing", "Audit log", "Settings"]) {
    await expect(nav.getByRole("link", { name: hidden, exact: true })).toHaveCount(0);
  }
  await page.goto(`${colleague}/edit`);
  await expect(page.locator("#edit").getByText(/Your role doesn’t include “Edit members”/)).toBeVisible();
  await page.goto(colleague);
  await expect(page.locator("#profile").getByText(/Your role doesn’t include/)).toBeVisible();
  await page.goto(`${own}/forwarding`);
  await expect(page.getByRole("dialog", { name: "Your call forwarding" })).toBeVisible();

  await page.goto("/profile");
  await untilReady(page);
  await expectNoViolations(page);
  await page.getByRole("textbox", { name: "Voicemail PIN" }).fill("1234");
  await page.getByRole("button", { name: /(Set|Change) PIN/ }).click();
  await expect(page.getByText(/such as 1234, are guessed first/)).toBeVisible();
  await page.getByRole("textbox", { name: "Voicemail PIN" }).fill("4711");
  await page.getByRole("button", { name: /(Set|Change) PIN/ }).click();
  await expect(page.getByText("Voicemail PIN changed")).toBeVisible();
  await page.getByRole("group", { name: "When a call comes in" }).getByLabel("Own text, read aloud").check();
  await page.locator("#greeting").fill("You have reached Dana.");
  await page.getByRole("button", { name: "Save greetings" }).click();
  await expect(page.getByText("Greetings saved")).toBeVisible();
  await page.reload();
  await expect(page.locator("#greeting")).toHaveValue("You have reached Dana.");
});

test("T13: without script a refused save keeps what was typed, lines move, and a photo is refused by a sentence", async ({ team, another, session }) => {
  const card = await cardOf(team, "Oluwaseun Adeyemi");
  const page = await another({ storageState: session, javaScriptEnabled: false });
  await page.goto(`${card}/edit`);
  await page.getByLabel("First name").fill("Seun");
  await page.getByLabel("Mobile number").fill("12");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(/The number is too short: it has 2 digits/)).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Seun");
  await page.getByLabel("Mobile number").fill("");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Seun Adeyemi", exact: true })).toBeVisible();
  await page.goto(`${card}/edit`);
  await page.getByLabel("Photo", { exact: true }).setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("a text") });
  await page.getByRole("button", { name: "Upload photo" }).click();
  await expect(page.getByText(/not a PNG, JPEG or WebP picture/)).toBeVisible();
  await page.goto(`${card}/forwarding`);
  await page.getByLabel("Forwarding number 1").fill("(212) 555-0181");
  await page.getByLabel("Forwarding number 2").fill("(503) 555-0182");
  await page.getByRole("button", { name: "Move number 2 up" }).click();
  await expect(page.getByLabel("Forwarding number 1")).toHaveValue("(503) 555-0182");
});
