/** What is told of two who compare codes: two computers of a person, or an admin and somebody invited. */

/** How far the link of a new computer is, on the one that brings it. */
export type LinkShape = {
  /** `waiting`: nobody typed the number yet; `compare`: the other's code is to be typed here; `typed`: it was; `ready`: it may be added. */
  state: "waiting" | "compare" | "typed" | "ready";
  /** To be typed into the new computer, with the server's address. */
  slot: string;
  address: string;
  /** To be typed into the new computer; null while there is none. */
  code: string | null;
  tries: number;
  endsAt: number;
};

/** The same on the new one; `teamName` is what the other says. */
export type AcceptShape = {
  state: "waiting" | "compare";
  code: string | null;
  teamName: string;
  tries: number;
  endsAt: number;
};

/** How far the comparison of an invite is, on the admin's side: as that of a link, without a number that is typed. */
export type InviteComparison = Omit<LinkShape, "slot" | "address"> & { invite: string };

/** The same at the joiner's; `typed`: the admin's code was, and this computer waits to be let in. */
export type JoinComparison = Omit<AcceptShape, "state" | "teamName"> & { state: "waiting" | "compare" | "typed" };
