/** Every place that the page can show; `e2e/screens.ts` has a picture of each, and a test compares the two lists. */
export const routes = [
  "doors",
  "create-computer",
  "create-team",
  "create-sheet",
  "join-code",
  "join-passphrase",
  "join-sheet",
  "waiting",
  "unlock",
  "items",
  "item-edit",
  "item-new",
  "vault-sheet",
  "import",
  "people",
  "settings",
  "keys",
] as const;
export type Route = (typeof routes)[number];
