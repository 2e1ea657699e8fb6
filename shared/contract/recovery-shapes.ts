/** What is told of recovery sheets and of recoveries. */
import type { AcceptShape, LinkShape } from "./link-shapes.ts";

export type RecoveryStatus = {
  /** One's own sheet in force; `rehearsedAt`: when this computer last saw that it works. */
  sheet: { device: string; madeAt: number; rehearsedAt: number | null } | null;
  /** One's own computers in use. */
  computers: number;
  /** Whether another admin would have to confirm one's own recovery. */
  needsAdmin: boolean;
  open: RecoveryShape[];
};

/** A recovery that is neither used nor stopped. */
export type RecoveryShape = {
  open: string;
  user: string;
  own: boolean;
  /** One's own, with the help of people one chose; of others it is not known. */
  byPeople: boolean;
  openedAt: number;
  sheetMadeAt: number;
  /** Vaults that the new computer would open, their person's own included. */
  vaults: number;
  /** Milliseconds until this app confirms it, by the latest time that it has seen; null where this person may not. */
  confirmInMs: number | null;
  /** Who confirmed it already. */
  confirmedBy: string[];
  /** Who may. */
  confirmers: string[];
  canCancel: boolean;
};

/** What a rehearsal found: the sheet is this person's, in force, and was sent so many of their vaults' keys. */
export type Rehearsal = {
  madeAt: number;
  vaults: number;
  of: number;
  /** Their personal vault is among them. */
  personal: boolean;
  /** Other admins who could confirm. */
  confirmers: string[];
};

/** The people of whom any two bring their person back, and the other way round. */
export type RecoveryPeople = {
  /**
   * Whom one chose; `sheet`: the device that ends it; `gone`: who of them is not in the team any more, or has no computer; `changed`:
   * whose keys are others than one compared.
   */
  chosen: { sheet: string; users: string[]; gone: string[]; changed: string[]; madeAt: number } | null;
  /** Whom one can help, and since when. */
  helps: { user: string; madeAt: number }[];
};

/** How far a holder of a share is with the new computer of whoever they help. */
export type HelpShape = LinkShape & { user: string };

/**
 * The same on that computer: `typed`: the holder's code was, and their share is waited for; `given`: it is here, and the next holder may be
 * asked, or the recovery opened where `isEnough`.
 */
export type AskShape = Omit<AcceptShape, "state"> & {
  state: "waiting" | "compare" | "typed" | "given";
  /** What the holder says: whose sheet it is, and who they are. */
  person: string;
  holderName: string;
  /** How many different people gave a share. */
  given: number;
  isEnough: boolean;
};
