// Page errors, panics and console errors of all pages of a test. One fails it, whatever else it looks at.
import { type BrowserContext } from "@playwright/test";

/** Chromium itself writes a line for each refusal (4xx), and refusals are tested; a fault of the server (5xx) counts. */
const REFUSAL = /^Failed to load resource: the server responded with a status of 4\d\d/;

export class Problems {
  readonly found: string[] = [];
  private readonly expected: RegExp[] = [];

  /** What a test brings about on purpose, such as a server that is gone. */
  expect(...words: RegExp[]) {
    this.expected.push(...words);
  }

  /** Looks at every page of this context from now on. */
  watch(context: BrowserContext) {
    context.on("weberror", (error) => this.add(error.error().stack ?? error.error().message));
    context.on("console", (line) => line.type() === "error" && this.add(line.text()));
  }

  private add(words: string) {
    if (!REFUSAL.test(words)) this.found.push(words);
  }

  /** What nobody expected. */
  unexpected(): string[] {
    return this.found.filter((words) => !this.expected.some((expected) => expected.test(words)));
  }
}
