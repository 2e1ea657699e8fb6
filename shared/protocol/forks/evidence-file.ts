/** The evidence of two histories as a file [protocol: Forks]: for somebody who was not there, with the keys that check it. */
import type { DeviceId } from "../../encoding/ids.ts";
import { hexText } from "../../text.ts";
import { parseEntry } from "../team-log/entry.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { readWord, type SignedWord } from "./evidence.ts";

type Parts = { mine: readonly Uint8Array[]; other: readonly Uint8Array[]; words: readonly SignedWord[] };

/** JSON: signed bytes as they were received, and the public keys of who signed them, by my log. Ids and hashes; no secret, no name. */
export function evidenceText(state: TeamState, { mine, other, words }: Parts): string {
  const signers = new Set<DeviceId>();
  for (const bytes of [...mine, ...other]) {
    const entry = parseEntry(bytes);
    if (entry.ok)
      for (const device of [entry.value.body.actor.device, ...entry.value.cosigs.map((one) => one.device)])
        signers.add(device);
  }
  for (const signed of words) {
    const word = readWord(state, signed);
    if (word.ok) signers.add(word.value.device);
  }
  const keys = [...signers].flatMap((device) => {
    const found = state.devices.get(device);
    return found === undefined ? [] : [{ device, user: found.user, signPk: hexText(found.signPk) }];
  });
  const shown = {
    kind: "latchkey-evidence",
    form: 1,
    team: state.team,
    mine: mine.map(hexText),
    other: other.map(hexText),
    words: words.map(({ kind, bytes }) => ({ kind, bytes: hexText(bytes) })),
    keys,
  };
  return `${JSON.stringify(shown, null, 1)}\n`;
}
