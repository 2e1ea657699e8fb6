/**
 * One list of every place of the page in every state: walked through by `screens.spec.ts` and `screens-team.spec.ts` with an accessibility check, a
 * look at the layout and a picture each. A route of `renderer/page/routes.ts` that is missing here in any state
 * fails a test, unless it says below why it has no such state.
 */
import type { Page } from "playwright-core";
import type { Route, Step } from "../renderer/page/routes.ts";

export const states = ["empty", "one", "full", "long names", "error", "offline"] as const;
export type State = (typeof states)[number];

/** One picture: `go` begins where the stop before it ended. `picture` tells apart what is shown of one route in one state. */
export type Stop<Stage> = {
  route: Route;
  /** What stands in place of what the screen showed at first. */
  step?: Step;
  state: State;
  picture?: string;
  go(page: Page, stage: Stage): Promise<void>;
};

/** What its pictures are called, without width and theme. */
export function nameOf({ route, picture, state }: Pick<Stop<never>, "route" | "picture" | "state">): string {
  return [route, picture ?? [], state.replace(" ", "-")].flat().join("-");
}

const nothingIn = "it shows no list";
const noNames = "it shows no name that somebody chose";
const noServer = "it asks no server";
const noInput = "it takes no input that could be wrong";
const isOne = "there is one of it";

/** Why a place has no such state. */
export const without: Record<Route, Partial<Record<State, string>>> = {
  welcome: { one: nothingIn, full: nothingIn, "long names": noNames, error: noInput, offline: noServer },
  "create-computer": { full: isOne, "long names": noNames },
  "create-team": { empty: "its error state is the empty form with faults", full: isOne, offline: "its error state" },
  "create-sheet": { empty: isOne, full: isOne, "long names": noNames, error: noInput, offline: noServer },
  "join-code": { empty: "its error state, without the sentence", full: isOne, offline: noServer },
  "join-passphrase": { empty: "its error state", full: isOne, "long names": noNames, offline: "its error state" },
  "join-sheet": { empty: isOne, full: isOne, "long names": noNames, error: noInput, offline: noServer },
  "link-computer": { empty: "its error state", full: isOne, "long names": noNames, offline: noServer },
  "link-passphrase": { empty: "its error state", full: isOne, "long names": noNames, offline: "its error state" },
  "link-compare": { empty: isOne, full: isOne, "long names": "the names of join-code", offline: "its error state" },
  "link-sheet": { empty: isOne, full: isOne, "long names": noNames, error: noInput, offline: noServer },
  "recover-sheet": { empty: "its error state", full: isOne, "long names": noNames, offline: noServer },
  "recover-passphrase": {
    empty: isOne,
    full: isOne,
    "long names": noNames,
    error: "that of recover-sheet",
    offline: noServer,
  },
  "ask-holder": { empty: "its error state", full: isOne, "long names": noNames, offline: noServer },
  "ask-passphrase": {
    empty: isOne,
    full: isOne,
    "long names": noNames,
    error: "that of link-passphrase",
    offline: noServer,
  },
  "ask-compare": {
    empty: isOne,
    full: isOne,
    "long names": "the names of join-code",
    error: "that of link-compare",
    offline: "its error state",
  },
  waiting: { empty: isOne, full: isOne, "long names": "the names of join-code" },
  unlock: { empty: "without a profile the welcome is shown", full: isOne, offline: noServer },
  forgot: { empty: isOne, one: isOne, "long names": "the names of unlock", error: noInput, offline: noServer },
  today: {
    empty: "today.spec.ts shows it",
    error: noInput,
    offline: "nothing looks different: it lies on this computer",
  },
  items: {},
  codes: {
    empty: "its one state",
    full: isOne,
    "long names": "the names of items",
    error: noInput,
    offline: "nothing looks different: codes are made on this computer",
  },
  "item-edit": { empty: "its error state", offline: "nothing looks different: drafts are kept" },
  "item-new": { empty: "its error state", one: "its error state", offline: "nothing looks different: drafts are kept" },
  "vault-sheet": { empty: "somebody can always open a vault" },
  import: { one: "the same table as full", offline: noServer },
  people: { empty: "you are always there", error: noInput },
  settings: { empty: "never without pages", "long names": noNames, error: noInput, offline: "nothing looks different" },
  activity: {
    empty: "whoever comes there has done something",
    offline: "nothing looks different: it lies on this computer",
  },
  tools: { one: "the same table as full", error: noInput, offline: "nothing looks different: drafts are kept" },
  fork: {
    ...{ empty: isOne, one: isOne, full: isOne, "long names": "names wrap as they do in people" },
    offline: "nothing looks different: it lies on this computer",
  },
  keys: {
    empty: isOne,
    one: isOne,
    "long names": noNames,
    error: noInput,
    offline: noServer,
  },
};
