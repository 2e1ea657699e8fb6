/** Recovery codes as the page gets them: counted, never as they are. */

/** `left` of them were not marked as used. */
export type RecoveryCodesShape = { item: string; vault: string; codes: number; left: number };

/** What the detail of an item says of them. */
export type CodesOfItem = {
  /** Of recovery codes: the login that they are of; `title` where this person may open it. */
  codesOf?: { item: string; title?: string };
  /** Of recovery codes: when each was marked as used, in their order. */
  codesUsed?: (number | null)[];
  /** Of a login: the recovery codes of it that this person may open. */
  recovery?: RecoveryCodesShape[];
};
