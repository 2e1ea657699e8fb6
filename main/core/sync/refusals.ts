/** Tells people of what was refused and keeps the evidence, once for each thing: a server that repeats itself is not heard twice. */

import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Failure } from "../../../shared/failures.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import type { Emitter } from "../emitter.ts";
import type { Database, Ports } from "../ports.ts";
import { addSecurityEvent } from "../store/security-events.ts";

export type Refusals = {
  /** An entry, or the server's word about the log, that does not verify. */
  ofLog(failure: Failure, evidence: Uint8Array | null): void;
  /** A key, history or inbox that is not what this entry committed to; its signer is named, nobody where it is lost here. */
  ofKey(vault: VaultId, entry: Entry | null): void;
  /** This disk lost what it had of a vault, and the server does not give it now: nobody is named. */
  ofFile(vault: VaultId): void;
};

/** Notes into `db`, tells through `emitter`. */
export function createRefusals(ports: Pick<Ports, "clock">, db: Database, emitter: Emitter): Refusals {
  const noted = new Set<string>();

  function note(event: { code: string; vault?: string; user?: string; device?: string; evidence?: Uint8Array }): void {
    const { evidence, ...told } = event;
    const name = JSON.stringify(told);
    if (noted.has(name)) return;
    noted.add(name);
    addSecurityEvent(db, { ...event, at: ports.clock.now() });
    emitter.emit("alert.raised", told);
  }

  return {
    ofFile: (vault) => note({ code: "local-rollback", vault }),
    ofLog: ({ code }, evidence) => note({ code, ...(evidence === null ? {} : { evidence }) }),
    ofKey: (vault, entry) => note({ code: "key-commit", vault, ...entry?.body.actor }),
  };
}
