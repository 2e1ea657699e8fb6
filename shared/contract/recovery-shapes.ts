/** What is told of recovery sheets and of recoveries. */

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
