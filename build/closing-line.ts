/**
 * The reporter behind the last line of a test run: names every test that failed, passed only when it was repeated, or was
 * skipped, each with its reason, and leaves the counts in the file that `build/test.ts` asked for (it prints them when Vitest
 * has said everything).
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { root } from "./root.ts";

type Broken = { message: string; stacks?: readonly { file: string; line: number }[] };

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly Broken[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    if (errors.length > 0) say("failed", "outside any test", reasonOf(errors));
    for (const module of modules) {
      // A file that broke before its tests were known, or a hook around tests that all passed.
      const broken = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
      if (broken.length > 0) say("failed", module.relativeModuleId, reasonOf(broken));
      if (broken.length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "pending") continue;
        counts[result.state] += 1;
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (result.state === "skipped") say("skipped", name, result.note ?? "marked in its file");
        else if (result.state === "failed") say("failed", name, reasonOf(result.errors));
        else if (test.diagnostic()?.flaky === true) say("repeated", name, reasonOf(result.errors ?? []));
      }
    }
    const { LATCHKEY_TEST_COUNTS: file } = process.env;
    if (file !== undefined)
      writeFileSync(file, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}

function say(what: "failed" | "repeated" | "skipped", name: string, reason: string): void {
  process.stdout.write(`${what}: ${name} (${reason})\n`);
}

const longestReason = 300;

/** The first error in one line, with its place. */
function reasonOf([error]: readonly Broken[]): string {
  if (error === undefined) return "no reason was given";
  const [frame] = error.stacks ?? [];
  const place = frame === undefined ? "" : ` at ${relative(root, frame.file)}:${frame.line}`;
  return error.message.replaceAll(/\s+/g, " ").slice(0, longestReason) + place;
}
