/**
 * Every label, one row each with what it is used for: hashing, deriving a key, signing [protocol: Encoding]. A label is prefixed
 * with the protocol's name where it is used. A new purpose gets a new label; two rows cannot have one name.
 */
export const labels = {
  device: "hash",
  genesis: "hash",
  "log-entry": "hash",
  commit: "hash",
  change: "hash",
  manifest: "hash",
  bundle: "hash",
  history: "hash",
  inbox: "hash",
  envelope: "hash",
  "vault-key": "hash",
  "server-keys": "hash",
  "setup-token": "hash",
  "session-transcript": "hash",
  "request-body": "hash",
  text: "hash",
  "key-seen": "hash",
  "local-heads": "hash",
  "secret-note": "hash",
  conflict: "hash",
  blob: "hash",
  "blob-part": "hash",
  release: "hash",
  activity: "hash",
  letter: "hash",
  "filed-fact": "hash",
  "stated-account": "hash",
  "link-commit": "hash",
  "link-code": "hash",
  "invite-commit": "hash",
  "invite-code": "hash",
  "recovery-half": "hash",
  "recovery-commit": "hash",
  "recovery-code": "hash",
  "team-code": "hash",
  safety: "hash",
  "second-factor-code": "hash",
  "envelope-key": "kdf",
  unlock: "kdf",
  archive: "kdf",
  "sign-seed": "kdf",
  "kem-seed": "kdf",
  "local-state": "kdf",
  drafts: "kdf",
  "snapshot-key": "kdf",
  "value-used": "kdf",
  invite: "kdf",
  "inbox-seed": "kdf",
  request: "kdf",
  "request-mac": "kdf",
  "server-sign-seed": "kdf",
  "server-kem-seed": "kdf",
  "server-factor-key": "kdf",
  log: "sign",
  cosign: "sign",
  "commit-signature": "sign",
  join: "sign",
  "join-device": "sign",
  certificate: "sign",
  session: "sign",
  "session-answer": "sign",
  update: "sign",
  "activity-batch": "sign",
  "letter-signature": "sign",
  heads: "sign",
  "invite-compared": "sign",
  "recovery-compared": "sign",
} as const satisfies Record<string, "hash" | "kdf" | "sign">;

type LabelOf<Use> = {
  [Label in keyof typeof labels]: (typeof labels)[Label] extends Use ? Label : never;
}[keyof typeof labels];
export type HashLabel = LabelOf<"hash">;
export type KdfLabel = LabelOf<"kdf">;
export type SignLabel = LabelOf<"sign">;

/** The labels of one use, in the order of the table. */
export function labelsFor<Use extends "hash" | "kdf" | "sign">(use: Use): LabelOf<Use>[] {
  const names = Object.keys(labels) as (keyof typeof labels)[];
  return names.filter((name): name is LabelOf<Use> => labels[name] === use);
}

/** The label as it stands inside hashed and signed bytes. */
export function fullLabel(label: keyof typeof labels): string {
  return `latchkey/1/${label}`;
}
