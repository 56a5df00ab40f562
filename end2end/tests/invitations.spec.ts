// Invitations and forgotten passwords with mail really received (M1 to M5, A2, S2), with and without script.
import { expect, test as base, type Page } from "@playwright/test";
import { startMailServer, type MailServer } from "../support/mail";
import { startServer, type Server } from "../support/server";
import { dana, setupAccount, untilReady } from "../support/steps";

type Fixtures = { server: Server; mails: MailServer };
const test = base.extend<object, Fixtures>({
  mails: [
    async ({}, use) => {
      const mails = await startMailServer();
      await use(mails);
      await mails.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ mails }, use) => {
      const server = await startServer({ TEAMLINE_SMTP_URL: mails.url, TEAMLINE_MAIL_FROM: "Teamline <team@harborline.example>" });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 40_000 },
  ],
  baseURL: async ({ server }, use) => use(server.baseURL),
});

// Each goes a long way, through two browsers and mail.
test.describe.configure({ timeout: 180_000 });

const PASSWORD = "amber kettle morning 9";

for (const script of [true, false]) {
  test.describe(script ? "with script" : "T13: with JavaScript off", () => {
    test.use({ javaScriptEnabled: script });
    test.describe.configure({ mode: "serial" });
    const end = script ? "script" : "plain";
    const kofi = `kofi.${end}@harborline.example`;
    const ines = `ines.${end}@harborline.example`;

    const ready = async (page: Page) => {
      if (script) await untilReady(page);
    };

    const signedIn = async (page: Page, server: Server) => {
      await page.goto("/sign-in");
      if (await page.getByText("Teamline isn’t set up yet").isVisible()) {
        await setupAccount(page, server);
        return;
      }
      await page.getByLabel("Email or username").fill(dana.email);
      await page.getByLabel("Password", { exact: true }).fill(dana.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
      await page.locator("#nav").waitFor({ state: "attached" });
    };

    const invite = async (page: Page, first: string, last: string, email: string) => {
      await page.goto("/team/invite");
      await ready(page);
      const drawer = page.getByRole("dialog", { name: "Invite member" });
      await drawer.getByLabel("First name").fill(first);
      await drawer.getByLabel("Last name").fill(last);
      await drawer.getByLabel("Email", { exact: true }).fill(email);
      await page.getByRole("button", { name: "Send invite" }).click();
    };

    test("M3: an invited member gets a mail, sets a password and is greeted; the link works once", async ({ page, browser, server, mails }) => {
      await signedIn(page, server);
      await invite(page, "Kofi", "Mensah", kofi);
      await expect(page).toHaveURL(/\/team\/[0-9a-f-]{36}/);
      const mail = await mails.next(kofi);
      expect(mail.subject).toBe("Dana Whitfield invited you to Harborline Freight on Teamline");
      expect(mail.from).toBe("team@harborline.example");
      expect(mail.text).toContain("Welcome to Harborline Freight, Kofi");
      expect(mail.html).toContain(mail.link);
      expect(mail.link).toContain(`${server.baseURL}/accept?token=`);

      const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: script });
      const his = await context.newPage();
      await his.goto(mail.link);
      await expect(his.getByRole("heading", { name: "Welcome, Kofi" })).toBeVisible();
      await ready(his);
      await his.getByLabel("Password", { exact: true }).fill("short");
      await his.getByRole("button", { name: "Set password and join" }).click();
      await expect(his.getByText("Use at least 8 characters; 15 or more are better.").last()).toBeVisible();
      await his.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await his.getByRole("button", { name: "Set password and join" }).click();
      await expect(his).toHaveURL(/\/team/);
      await expect(his.getByText("Welcome to Harborline Freight, Kofi")).toBeVisible();
      await his.goto(mail.link);
      await expect(his.getByRole("heading", { name: "This invitation was used already" })).toBeVisible();
      await context.close();
    });

    test("M5: an address in use is refused at its field, and what was typed stays", async ({ page, server, mails }) => {
      await signedIn(page, server);
      const before = mails.count(kofi);
      await invite(page, "Another", "Kofi", kofi.toUpperCase());
      await expect(page.getByText("Kofi Mensah already uses this address. Enter another.").first()).toBeVisible();
      await expect(page.getByLabel("First name")).toHaveValue("Another");
      expect(mails.count(kofi)).toBe(before);
    });

    test("M4: sending again to a corrected address ends the old link", async ({ page, server, mails }) => {
      await signedIn(page, server);
      const wrong = `typo.${ines}`;
      await invite(page, "Inés", "Barrenechea", wrong);
      const old = await mails.next(wrong);
      await expect(page).toHaveURL(/\/team\/[0-9a-f-]{36}/);
      const id = new URL(page.url()).pathname.split("/")[2];
      await page.goto(`/team/${id}/resend-invitation`);
      await ready(page);
      await page.getByRole("dialog").getByLabel("Email").fill(ines);
      await page.getByRole("button", { name: "Send a new invitation" }).click();
      const mail = await mails.next(ines);
      // The mail is faster than the answer, which leads to the card: going elsewhere before would race with it.
      await expect(page).toHaveURL(new RegExp(`/team/${id}(\\?|$)`));
      await page.goto(old.link);
      await expect(page.getByRole("heading", { name: "There is a newer invitation" })).toBeVisible();
      await page.goto(mail.link);
      await expect(page.getByRole("heading", { name: "Welcome, Inés" })).toBeVisible();
    });

    test("M4: a mail that was refused shows on the member", async ({ page, server, mails }) => {
      const gone = `gone.${end}@harborline.example`;
      mails.refuse(gone);
      await signedIn(page, server);
      await invite(page, "Gone", end, gone);
      await expect(page).toHaveURL(/\/team\/[0-9a-f-]{36}/);
      await expect(async () => {
        await page.reload();
        await expect(page.locator("#profile").getByText("The last mail was not delivered")).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 8_000 });
      await expect(page.locator("#profile").getByText("No such mailbox")).toBeVisible();
    });

    test("M2: a member without email gets a temporary password, shown once", async ({ page, server }) => {
      await signedIn(page, server);
      await page.goto("/team/invite");
      await ready(page);
      await page.getByLabel("First name").fill("Front");
      await page.getByLabel("Last name").fill(end);
      await page.getByLabel("Without email: username").check({ force: true });
      await page.getByLabel("Username", { exact: true }).fill(`front.${end}`);
      await page.getByRole("button", { name: "Send invite" }).click();
      await expect(page.locator("#temporary-password")).toHaveText(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
      await page.goto("/team/invite");
      await expect(page.locator("#temporary-password")).toHaveCount(0);
    });

    test("A2: a forgotten password is replaced by mail, and the old one stops working", async ({ page, mails }) => {
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Forgot password?" }).click();
      await ready(page);
      await page.getByLabel("Email or username").fill(kofi);
      await page.getByRole("button", { name: "Send link" }).click();
      await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
      const mail = await mails.next(kofi);
      await page.goto(mail.link);
      await ready(page);
      await page.getByLabel("New password", { exact: true }).fill(`${PASSWORD} new`);
      await page.getByRole("button", { name: "Set new password" }).click();
      await expect(page.getByText("Your new password is set")).toBeVisible();
      expect((await mails.next(kofi)).subject).toBe("Your Teamline password was changed");
      await page.goto(mail.link);
      await expect(page.getByRole("heading", { name: "This link was used already" })).toBeVisible();
      for (const [password, works] of [[PASSWORD, false], [`${PASSWORD} new`, true]] as const) {
        await page.goto("/sign-in");
        await ready(page);
        await page.getByLabel("Email or username").fill(kofi);
        await page.getByLabel("Password", { exact: true }).fill(password);
        await page.getByRole("button", { name: "Sign in" }).click();
        if (works) await expect(page).toHaveURL(/\/team/);
        else await expect(page.getByText("That name and password don’t match.").first()).toBeVisible();
      }
    });

    test("A2: an unknown name gets the same answer", async ({ page }) => {
      await page.goto("/forgot");
      await ready(page);
      await page.getByLabel("Email or username").fill(`nobody.${end}@harborline.example`);
      await page.getByRole("button", { name: "Send link" }).click();
      await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    });
  });
}
