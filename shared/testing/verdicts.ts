/** Tables of entries that break one rule each, and the name that the rule must get. */
import { expect, it } from "vitest";
import type { Result } from "../failures.ts";
import type { TeamState } from "../protocol/team-log/state/team-state.ts";
import { applyEntry } from "../protocol/team-log/verify.ts";
import { copyOf, type SmallTeam } from "./small-team.ts";
import { stateHash } from "./state-hash.ts";

/** What is broken, `code reason` (or `taken`), and the entry, with the state that it is checked on where that is not the scene's. */
export type Row = [what: string, expected: string, make: (scene: SmallTeam) => Uint8Array | [TeamState, Uint8Array]];

/** `taken`, or code and reason. */
export function verdict(result: Result<unknown>): string {
  return result.ok ? "taken" : [result.failure.code, result.failure.detail?.reason].filter(Boolean).join(" ");
}

/** One test a row; a refused entry must leave the given state as it was. */
export function checkEntries(scene: () => SmallTeam, rows: readonly Row[]): void {
  it.each([...rows])("%s: %s", (_what, expected, make) => {
    const mine = copyOf(scene());
    const made = make(mine);
    const [state, bytes] = made instanceof Uint8Array ? [mine.team.state, made] : made;
    const before = stateHash(state);
    expect(verdict(applyEntry(state, bytes))).toBe(expected);
    expect(stateHash(state)).toBe(before);
  });
}
