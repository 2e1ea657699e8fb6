/** The evidence of two histories, or of two chains of a vault, as a file [protocol: Forks]: for somebody who was not there, with the keys that check it. */
import type { DeviceId, VaultId } from "../../encoding/ids.ts";
import { hexText } from "../../text.ts";
import { parseEntry } from "../team-log/entry.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { parseCommit } from "../vault-chain/commit.ts";
import { readWord, type SignedWord } from "./evidence.ts";

/** `mine` and `other`: entries of the log; of a `vault` its commits. */
type Parts = {
  vault?: VaultId;
  mine: readonly Uint8Array[];
  other: readonly Uint8Array[];
  words: readonly SignedWord[];
};

/** JSON: signed bytes as they were received, and the public keys of who signed them, by my log. Ids and hashes; no secret, no name. */
export function evidenceText(state: TeamState, { vault, mine, other, words }: Parts): string {
  const signers = new Set<DeviceId>();
  for (const bytes of [...mine, ...other])
    for (const device of signersOf(bytes, vault !== undefined)) signers.add(device);
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
    ...(vault === undefined ? {} : { vault }),
    mine: mine.map(hexText),
    other: other.map(hexText),
    words: words.map(({ kind, bytes }) => ({ kind, bytes: hexText(bytes) })),
    keys,
  };
  return `${JSON.stringify(shown, null, 1)}\n`;
}

function signersOf(bytes: Uint8Array, isCommit: boolean): DeviceId[] {
  if (isCommit) {
    const commit = parseCommit(bytes);
    return commit.ok ? [commit.value.body.author.device] : [];
  }
  const entry = parseEntry(bytes);
  return entry.ok ? [entry.value.body.actor.device, ...entry.value.cosigs.map(({ device }) => device)] : [];
}
