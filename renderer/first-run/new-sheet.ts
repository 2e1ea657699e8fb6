/** A device sheet that was just made, and what stands on its paper; `from`: what its person was doing. */
export type NewSheet = { text: string; team: string; person: string; from: "create" | "join" | "link" | "recover" };
