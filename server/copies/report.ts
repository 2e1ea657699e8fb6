/** What a check of a database found: how much is proven, and every fault by its place. */
import type { TeamId, VaultId } from "../../shared/encoding/ids.ts";
import type { Failure } from "../../shared/failures.ts";

/** What was proven from the stored bytes. */
export type Proven = {
  teams: number;
  entries: number;
  vaults: number;
  commits: number;
  envelopes: number;
  files: number;
  letters: number;
};

/** Where something does not hold: the log's or chain's number where there is one. */
export type Fault = {
  team?: TeamId;
  vault?: VaultId;
  code: Failure["code"];
  reason?: string;
  number?: number;
};

export type Report = {
  proven: Proven;
  faults: Fault[];
};

/** Nothing proven yet. */
export function emptyReport(): Report {
  return {
    proven: { teams: 0, entries: 0, vaults: 0, commits: 0, envelopes: 0, files: 0, letters: 0 },
    faults: [],
  };
}

/** The fault that stands for a failure at this place. */
export function faultOf(place: Pick<Fault, "team" | "vault">, { code, detail }: Failure): Fault {
  const fault: Fault = { ...place, code };
  if (typeof detail?.reason === "string") fault.reason = detail.reason;
  if (typeof detail?.number === "number") fault.number = detail.number;
  return fault;
}
