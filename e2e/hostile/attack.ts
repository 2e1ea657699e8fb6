/**
 * One attack of the suite: what is changed, the code that it must be refused with, and the same act without the change,
 * which must be taken: a program that refuses everything fails here too.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { FailureCode } from "../../shared/failures.ts";
import { type RowId, type SectionName, sections } from "./rows.ts";

/** `no effect`: nothing is refused, because what was changed decides nothing. */
export type Verdict = FailureCode | "no effect";
const root = join(import.meta.dirname, "../..");

export type Outcome = {
  /** How the attack ended: a code, `taken`, or what else was seen. */
  attack: string;
  /** How the same act ended without the change. */
  twin: string;
};
export type Attack = {
  changes: string;
  code: Verdict;
  run(): Promise<Outcome> | Outcome;
};

/** Attacks; or why there are none yet, by name; or the files of tests that hold them, which must be there. */
export type Row = Attack[] | { later: string } | { shownBy: string };
export type Section<Name extends SectionName> = Record<RowId<Name>, Row>;

/** What the reporter prints of an attack (`build/attack-lines.ts`). */
export type AttackLine = { row: string; title: string; changes: string; code: Verdict } & Partial<Outcome>;
declare module "vitest" {
  interface TaskMeta {
    attack?: AttackLine;
  }
}

/** One test an attack. A row without attacks is skipped by name, with its reason. */
export function checkSection<Name extends SectionName>(name: Name, table: Section<Name>): void {
  const { title, rows } = sections[name];
  describe(`${name}. ${title}`, () => {
    for (const [number, row] of Object.entries(table as Record<string, Row>)) {
      const said = { row: `${name}${number}`, title: (rows as Record<string, string>)[number] as string };
      if (!Array.isArray(row)) skipRow(`${said.row} ${said.title}`, row);
      else for (const attack of row) checkAttack(said, attack);
    }
  });
}

function skipRow(name: string, row: Exclude<Row, Attack[]>): void {
  const reason = "later" in row ? `later: ${row.later}` : `shown by ${row.shownBy}`;
  it(name, ({ skip }) => {
    for (const [file] of reason.matchAll(/[\w/-]+\.(?:spec|test)\.ts/g))
      if (!existsSync(join(root, file))) throw new Error(`${file} is not there`);
    skip(reason);
  });
}

function checkAttack({ row, title }: { row: string; title: string }, { changes, code, run }: Attack): void {
  it(`${row} ${title}: ${changes}`, async ({ task }) => {
    const line: AttackLine = { row, title, changes, code };
    task.meta.attack = line;
    await cryptoReady();
    Object.assign(line, await run());
    expect({ attack: line.attack, twin: line.twin }).toEqual({ attack: code, twin: "taken" });
  });
}

/** `taken`, or the code of a failure. */
export function codeOf(result: { ok: true } | { ok: false; failure: { code: string } }): string {
  return result.ok ? "taken" : result.failure.code;
}
