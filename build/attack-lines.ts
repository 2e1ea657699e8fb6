/**
 * The reporter of `npm run hostile`: one line an attack (number, how it ended, what was changed, the code that it was refused
 * with, how the honest twin ended), and of what failed the reason.
 */
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** As `e2e/hostile/attack.ts` leaves it with each test. */
type Line = { row: string; title: string; changes: string; code: string; attack?: string; twin?: string };

export default class AttackLines implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === "skipped" || state === "pending") return;
    const { attack } = test.meta() as { attack?: Line };
    process.stdout.write(`${attack === undefined ? plainLine(test.name, state) : attackLine(attack, state)}\n`);
    for (const error of errors ?? [])
      process.stdout.write(`      ${error.message.split("\n").slice(0, 12).join("\n      ")}\n`);
  }

  onTestModuleEnd(module: TestModule): void {
    for (const { message } of module.errors())
      process.stdout.write(`FAILED   ${module.relativeModuleId}: ${message}\n`);
  }
}

function attackLine(line: Line, state: string): string {
  const { row, title, changes, code, attack = "broke off", twin = "not tried" } = line;
  const word = state === "passed" ? "refused " : attack === "taken" ? "ACCEPTED" : "FAILED  ";
  return `${row.padEnd(5)}${word} ${attack.padEnd(16)} twin ${twin.padEnd(6)} ${title}: ${changes}${state === "passed" ? "" : ` (expected ${code})`}`;
}

function plainLine(name: string, state: string): string {
  return `     ${state === "passed" ? "held    " : "FAILED  "} ${name}`;
}
