/** Sessions by their partition, and what each lets happen: asked of the rules that the app put on it, as Chromium would ask. */
import { EventEmitter } from "node:events";
import type Electron from "electron";
import { type Part, phase, rule } from "./rules.ts";

type Answer = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (details: { url: string }, answer: (given: { cancel?: boolean }) => void) => void;
type Check = ((contents: null, permission: string, origin: string, details: object) => boolean) | null;
type Asked =
  | ((contents: object, permission: string, answer: (isGiven: boolean) => void, details: object) => void)
  | null;
type Rules = {
  request: Asked;
  check: Check;
  device: ((details: object) => boolean) | null;
  display: ((request: object, answer: (streams: object) => void) => void) | null;
  beforeRequest: BeforeRequest | null;
  handlers: Map<string, Answer>;
  hasSpelling: boolean;
  proxy: string;
  isCleared: boolean;
};
export type FakeSession = { partition: string; rules: Rules; session: EventEmitter };

/** Every session that was asked for. */
const sessions = new Map<string, FakeSession>();

/** The session of a partition; the empty one is the default session, which Electron keeps on disk. */
export function sessionOf(partition: string): FakeSession {
  rule(phase.isReady, "a session is there after ready");
  const made = sessions.get(partition) ?? makeSession(partition);
  sessions.set(partition, made);
  return made;
}

function makeSession(partition: string): FakeSession {
  const rules: Rules = {
    ...{ request: null, check: null, device: null, display: null, beforeRequest: null, handlers: new Map() },
    ...{ hasSpelling: true, proxy: "system", isCleared: false },
  };
  const sets =
    <Name extends keyof Rules>(name: Name) =>
    (value: unknown): void => {
      rules[name] = value as Rules[Name];
    };
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: sets("request"),
    setPermissionCheckHandler: sets("check"),
    setDevicePermissionHandler: sets("device"),
    setDisplayMediaRequestHandler: sets("display"),
    setSpellCheckerEnabled: sets("hasSpelling"),
    setProxy: async ({ mode }: Electron.ProxyConfig) => sets("proxy")(mode ?? "system"),
    clearStorageData: async () => sets("isCleared")(true),
    clearCache: async () => {},
    fetch: (asked: string | Request, options?: RequestInit) => fetched(rules, asked, options),
    webRequest: { onBeforeRequest: sets("beforeRequest") },
    protocol: {
      handle(scheme: string, answer: Answer) {
        rule(phase.schemes?.includes(scheme) === true, `${scheme} is a registered scheme`);
        rule(!rules.handlers.has(scheme), `${scheme} is handled once`);
        rules.handlers.set(scheme, answer);
      },
    },
  } satisfies Part<Electron.Session>);
  return { partition, rules, session };
}

export const session = {
  get defaultSession() {
    return sessionOf("").session;
  },
  fromPartition: (partition: string) => sessionOf(partition).session,
} satisfies Part<typeof Electron.session>;

async function fetched(rules: Rules, asked: string | Request, options?: RequestInit): Promise<Response> {
  rule(await mayReach(rules, typeof asked === "string" ? asked : asked.url), "net::ERR_BLOCKED_BY_CLIENT");
  return fetch(asked, options);
}

const mayReach = async (rules: Rules, url: string): Promise<boolean> => !(await isCancelled(rules, url));

/** Whether the rules of this session let it reach the address; one that nobody made rules for reaches all. */
export async function reaches(asking: object, url: string): Promise<boolean> {
  const found = [...sessions.values()].find(({ session }) => session === asking);
  rule(found !== undefined, "a request belongs to a session");
  return mayReach(found.rules, url);
}

const isCancelled = (rules: Rules, url: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (rules.beforeRequest === null) resolve(false);
    else rules.beforeRequest({ url }, ({ cancel }) => resolve(cancel === true));
  });

/** What the session answers a page's request; null where it answers nothing. */
export async function answered({ rules }: FakeSession, url: string): Promise<Response | null> {
  const handler = rules.handlers.get(new URL(url).protocol.slice(0, -1));
  return (await isCancelled(rules, url)) || handler === undefined ? null : handler(new Request(url));
}

/** Tries on a session whatever may not happen; the names of what it let happen, and what is set. */
export async function triedOn({ partition, rules, session }: FakeSession, addresses: readonly string[]) {
  const isGiven = (ask: ((answer: (isGiven: boolean) => void) => void) | null): Promise<boolean> =>
    new Promise((resolve) => (ask === null ? resolve(true) : ask(resolve)));
  const { request, display } = rules;
  const streams = await new Promise<object>((resolve) =>
    display === null ? resolve({ video: {} }) : display({}, resolve),
  );
  let isDownloaded = true;
  session.emit("will-download", { preventDefault: () => (isDownloaded = false) }, {}, {});
  const reached: string[] = [];
  for (const url of addresses) if (!(await isCancelled(rules, url))) reached.push(url);
  const happened = {
    permission: await isGiven(request && ((answer) => request({}, "media", answer, {}))),
    check: rules.check?.(null, "geolocation", "", {}) ?? true,
    device: rules.device?.({}) ?? true,
    display: Object.keys(streams).length > 0,
    download: isDownloaded,
    spelling: rules.hasSpelling,
    proxy: rules.proxy !== "direct",
    disk: (partition === "" && !rules.isCleared) || partition.startsWith("persist:"),
  };
  return {
    partition,
    happened: Object.entries(happened).flatMap(([name, did]) => (did ? [name] : [])),
    reached,
  };
}
