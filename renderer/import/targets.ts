/** Which vault each group of the file goes to, by the group's name; empty: do not take. */
export type Targets = Record<string, string>;
