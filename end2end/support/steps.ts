// What people do, in sentences. Forms are found by the labels people see.
import { expect, type Page } from "@playwright/test";
import type { Server } from "./server";

export type Person = { firstName: string; lastName: string; email: string; password: string };

/** Owner of the company in the tests. */
export const dana: Person = {
  firstName: "Dana",
  lastName: "Whitfield",
  email: "dana@harborline.example",
  password: "quiet harbor lantern 42",
};

/** Opens the link the server printed and makes the company with its first account, who is signed in afterwards. */
export async function setupAccount(page: Page, server: Server, owner: Person = dana, company = "Harborline Freight") {
  await page.goto(server.setupLink);
  await page.getByLabel("Company name").fill(company);
  await page.getByLabel("First name").fill(owner.firstName);
  await page.getByLabel("Last name").fill(owner.lastName);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
  await page.locator("#nav").waitFor({ state: "attached" });
}

/** Signs in and waits until the page after it is there. */
export async function signIn(page: Page, person: Pick<Person, "email" | "password"> = dana) {
  await tryToSignIn(page, person);
  // With script the address changes before the page is drawn: the next step must find its navigation.
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.locator("#nav").waitFor({ state: "attached" });
}

/** Fills in the form and sends it, whatever the answer; for the refusal beside the success. */
export async function tryToSignIn(page: Page, person: Pick<Person, "email" | "password">) {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Waits until the page reacts: the browser's half sets `data-hydrated` on <html> when it has taken over. */
export async function untilReady(page: Page) {
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

/** Page errors and console errors from now on. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  return problems;
}

/** The page shows this text, e.g. what happened after a refusal. */
export async function sees(page: Page, text: string | RegExp) {
  await expect(page.getByText(text).first()).toBeVisible();
}
