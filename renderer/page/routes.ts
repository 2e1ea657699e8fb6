/**
 * Every screen that the page can show, one table: the section of the app that it belongs to. `renderer/sections.tsx` has
 * a row for each section, `e2e/screens.ts` a picture of each route; the compiler and a test keep both complete.
 */
export const routes = {
  welcome: "before",
  "create-computer": "before",
  "create-team": "before",
  "create-sheet": "before",
  "join-code": "before",
  "join-passphrase": "before",
  "join-sheet": "before",
  "link-computer": "before",
  "link-passphrase": "before",
  "link-compare": "before",
  "link-sheet": "before",
  waiting: "before",
  unlock: "before",
  forgot: "before",
  items: "items",
  "item-edit": "items",
  "item-new": "items",
  "vault-sheet": "items",
  import: "items",
  people: "people",
  settings: "settings",
  activity: "activity",
  keys: "every",
} as const satisfies Record<string, string>;

export type Route = keyof typeof routes;
/** All routes, in the order in which people meet them. */
export const routeNames = Object.keys(routes) as Route[];
/** A section of the unlocked app, by its name. `before`: nothing is unlocked; `every`: shown over any section. */
export type SectionName = Exclude<(typeof routes)[Route], "before" | "every">;

/**
 * Where the focus is when a screen comes. `search`: its search field. `field`: the first empty field, else the first. `act`: the
 * filled act, which Enter then does. `pane`: the screen itself, read out from its top. `dialog`: what the dialog says.
 */
export type Beginning = "search" | "field" | "act" | "pane" | "dialog";

/** The first focus of every screen and step. */
export const firstFocus = {
  welcome: "act",
  "create-computer": "field",
  "create-team": "field",
  "create-sheet": "act",
  "join-code": "field",
  "join-passphrase": "field",
  "join-sheet": "act",
  "link-computer": "field",
  "link-passphrase": "field",
  "link-compare": "pane",
  "link-sheet": "act",
  waiting: "pane",
  unlock: "field",
  forgot: "act",
  items: "search",
  "item-edit": "field",
  "item-new": "field",
  "vault-sheet": "pane",
  import: "act",
  people: "search",
  settings: "search",
  activity: "search",
  keys: "dialog",
} as const satisfies Record<Route, Beginning>;
