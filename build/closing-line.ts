/**
 * The reporter behind the last line of a test run: names every skipped test with its reason, and leaves the counts in the
 * file that `build/test.ts` asked for (it prints them when Vitest has said everything).
 */
import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.state() === "failed" && [...module.children.allTests()].length === 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "pending") continue;
        counts[result.state] += 1;
        if (result.state !== "skipped") continue;
        const reason = result.note ?? "marked in its file";
        process.stdout.write(`skipped: ${module.relativeModuleId} > ${test.fullName} (${reason})\n`);
      }
    }
    const { LATCHKEY_TEST_COUNTS: file } = process.env;
    if (file !== undefined)
      writeFileSync(file, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
