/**
 * Every label in one list, each serving one purpose [protocol: Encoding]. A label is prefixed with the protocol's name where it
 * is used. A new purpose gets a new label; a test proves that none stands twice.
 */
export const hashLabels = [
  "device",
  "genesis",
  "log-entry",
  "commit",
  "change",
  "manifest",
  "bundle",
  "history",
  "inbox",
  "envelope",
  "vault-key",
  "server-keys",
  "setup-token",
  "session-transcript",
  "request-body",
  "text",
  "key-seen",
  "local-heads",
  "conflict",
] as const;
export const kdfLabels = [
  "envelope-key",
  "unlock",
  "sign-seed",
  "kem-seed",
  "local-state",
  "drafts",
  "snapshot-key",
  "invite",
  "inbox-seed",
  "request",
  "request-mac",
  "server-sign-seed",
  "server-kem-seed",
] as const;
export const signLabels = [
  "log",
  "cosign",
  "commit-signature",
  "join",
  "join-device",
  "certificate",
  "session",
  "session-answer",
] as const;

export type HashLabel = (typeof hashLabels)[number];
export type KdfLabel = (typeof kdfLabels)[number];
export type SignLabel = (typeof signLabels)[number];

/** The label as it stands inside hashed and signed bytes. */
export function fullLabel(label: HashLabel | KdfLabel | SignLabel): string {
  return `latchkey/1/${label}`;
}
