/** A device sheet that was just made, and what stands on its paper. */
export type NewSheet = { text: string; team: string; person: string; isJoin: boolean };
