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
  "recover-sheet": "before",
  "recover-passphrase": "before",
  "ask-holder": "before",
  "ask-passphrase": "before",
  "ask-compare": "before",
  waiting: "before",
  unlock: "before",
  forgot: "before",
  today: "today",
  items: "items",
  "item-edit": "items",
  "item-new": "items",
  "vault-sheet": "items",
  import: "items",
  codes: "codes",
  people: "people",
  settings: "settings",
  activity: "activity",
  tools: "tools",
  keys: "every",
  fork: "every",
} as const satisfies Record<string, string>;

export type Route = keyof typeof routes;
/** All routes, in the order in which people meet them. */
export const routeNames = Object.keys(routes) as Route[];
/** A section of the unlocked app, by its name. `before`: nothing is unlocked; `every`: shown over any section. */
export type SectionName = Exclude<(typeof routes)[Route], "before" | "every">;

/**
 * What else comes in place of what a screen showed, with a first focus of its own: steps, versions, shelves, tabs, pages. Each
 * with the route that it belongs to.
 */
export const steps = {
  "import-columns": "import",
  "import-rows": "import",
  "import-report": "import",
  "item-version": "items",
  trash: "items",
  "needs-you": "items",
  "shared-logins": "items",
  groups: "people",
  tool: "tools",
  "tool-suggested": "tools",
  coverage: "tools",
  "coverage-list": "tools",
  "settings-lock": "settings",
  "settings-appearance": "settings",
  "settings-desktop": "settings",
  "settings-passphrase": "settings",
  "settings-sheet": "settings",
  "settings-factor": "settings",
  "settings-rules": "settings",
  "settings-imports": "settings",
  "settings-export": "settings",
  "settings-server": "settings",
} as const satisfies Record<string, Route>;

export type Step = keyof typeof steps;
/** All of them. */
export const stepNames = Object.keys(steps) as Step[];

/**
 * Where the focus is when a screen comes. `search`: its search field. `field`: the first empty field, else the first. `act`: the
 * filled act, which Enter then does. `pane`: the screen itself, read out from its top. `dialog`: what the dialog says. `choice`:
 * the first list of choices. `rows`: the table, which arrow keys scroll. `stay`: where it was, in the column that led there.
 */
export type Beginning = "search" | "field" | "act" | "pane" | "dialog" | "choice" | "rows" | "stay";

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
  "recover-sheet": "field",
  "recover-passphrase": "field",
  "ask-holder": "field",
  "ask-passphrase": "field",
  "ask-compare": "pane",
  waiting: "pane",
  unlock: "field",
  forgot: "act",
  today: "act",
  items: "search",
  "item-edit": "field",
  "item-new": "field",
  "vault-sheet": "pane",
  import: "act",
  codes: "search",
  people: "search",
  settings: "search",
  activity: "search",
  tools: "search",
  keys: "dialog",
  fork: "act",
} as const satisfies Record<Route, Beginning>;

/** The first focus of every step. */
export const stepFocus = {
  "import-columns": "choice",
  "import-rows": "rows",
  "import-report": "act",
  "item-version": "pane",
  trash: "search",
  "needs-you": "search",
  "shared-logins": "search",
  groups: "search",
  tool: "pane",
  "tool-suggested": "pane",
  coverage: "pane",
  "coverage-list": "search",
  "settings-lock": "stay",
  "settings-appearance": "stay",
  "settings-desktop": "stay",
  "settings-passphrase": "stay",
  "settings-sheet": "stay",
  "settings-factor": "stay",
  "settings-rules": "stay",
  "settings-imports": "stay",
  "settings-export": "stay",
  "settings-server": "stay",
} as const satisfies Record<Step, Beginning>;
