/** What was refused and why: codes, ids and the refused statement itself as evidence for people; no content. */
import type { Database } from "../ports.ts";

export type SecurityEvent = {
  at: number;
  code: string;
  vault?: string | undefined;
  user?: string | undefined;
  device?: string | undefined;
  /** The signed entry or commit that was refused, as received. */
  evidence?: Uint8Array | undefined;
};

/** Events kept; a server that refuses to stop must not fill the disk of its clients. */
const kept = 1000;

/** Notes a refusal. */
export function addSecurityEvent(db: Database, event: SecurityEvent): void {
  db.transaction(() => {
    db.prepare("INSERT INTO security_events (at, code, vault, user, device, evidence) VALUES (?, ?, ?, ?, ?, ?)").run(
      event.at,
      event.code,
      event.vault ?? null,
      event.user ?? null,
      event.device ?? null,
      event.evidence ?? null,
    );
    db.prepare("DELETE FROM security_events WHERE event <= (SELECT MAX(event) FROM security_events) - ?").run(kept);
  });
}
