// The last lines of a run say what failed and why: a log that is cut off keeps its end.
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const COLOURS = /\u001b\[[0-9;]*m/g;
const LINES = 14;

export default class Summary implements Reporter {
  private readonly failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status === "passed" || result.status === "skipped") return;
    const why = result.errors.map((error) => (error.message ?? "").replace(COLOURS, "").split("\n").slice(0, LINES).join("\n"));
    const at = result.errors.map((error) => error.location && `${error.location.file.split("/").pop()}:${error.location.line}`);
    this.failed.push([`${test.title} (${result.status}, ${at.filter(Boolean).join(", ")})`, ...why].join("\n"));
  }

  onEnd(_: FullResult) {
    for (const one of this.failed) console.log(`\n== failed: ${one}`);
  }
}
