/** What letters stand on, made once when a profile is composed. */
import type { OpenedProfile } from "../sync/team-view.ts";
import type { Transport } from "../sync/transport.ts";

export type LettersArea = Pick<OpenedProfile, "db" | "emit" | "keyring" | "keys" | "log" | "ports" | "profile"> & {
  transport: Pick<Transport, "call">;
  /** The file was behind what this computer once wrote: its runs of letters may be older than what it sent, and begin anew. */
  wasBehind: boolean;
};
