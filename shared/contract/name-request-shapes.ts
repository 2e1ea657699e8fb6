/** Requests for another name, as the page gets them. */

/** `like`: others whose name is or looks the same as the wanted one. */
export type NameRequestShape = {
  request: string;
  user: string;
  now: string;
  name: string;
  like: string[];
  at: number;
};
/** Requests for another name. */
export type NameRequests = {
  /** For admins: what is to be decided. */
  open: NameRequestShape[];
  /** The last that this person asked on this computer, until it is done. `waiting`: not sent yet. */
  own: { name: string; state: "waiting" | "asked" | "declined"; by: string | null; reason: string | null } | null;
  /** For admins: computers' owners of whose letters some did not come; 0: how many is not known. */
  missing: { user: string; count: number }[];
};
