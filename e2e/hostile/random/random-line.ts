/**
 * A line between one client and the server on which anything may happen to a request or an answer: lost before or after the
 * server has it, delivered late or twice, answered with what was said earlier, or with changed bytes.
 */

import type { Dice } from "../../../server/testing/tamper.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { routes } from "../../../shared/protocol/routes/routes.ts";
import type { ClientOptions } from "../../drive.ts";
import { routeOf } from "../../kit/tampering.ts";

type Fetch = NonNullable<ClientOptions["fetch"]>;
type Init = Parameters<Fetch>[1];

/** What happens to the next requests. */
export const troubles = {
  cut: "the line is cut",
  lose: "the server takes it, its answer is lost",
  late: "given up, and delivered later",
  twice: "delivered twice; the second answer arrives",
  old: "answered with what the server said earlier",
  change: "a byte of the answer is changed",
  short: "the answer ends early",
  forge: "what somebody signed against the rules stands in the answer",
  hold: "the answer comes after those of later requests",
} as const;
export type Trouble = keyof typeof troubles;

/** What was signed against the rules: entries, and commits by their vault. */
export type Forged = { entries: Uint8Array[]; commits: { vault: string; bytes: Uint8Array }[] };

export type RandomLine = {
  fetch: Fetch;
  /** From now on, for so many requests; `Infinity`: until `honest`. */
  trouble(kind: Trouble, requests: number): void;
  honest(): void;
  /** What was given up reaches the server now. */
  deliver(): Promise<void>;
  /** Every request as it was sent, for a search for what must not be in it. */
  sent: Buffer[];
  /** How often each kind happened. */
  happened: Record<Trouble, number>;
};

/** A line that is honest until a test says otherwise. */
export function randomLine(dice: Dice, forged: Forged): RandomLine {
  const earlier = new Map<string, Uint8Array[]>();
  const givenUp: (() => Promise<unknown>)[] = [];
  let plan: { kind: Trouble; left: number } | null = null;
  let held: Promise<void> = Promise.resolve();

  const next = (): Trouble | null => {
    if (plan === null || plan.left === 0) return null;
    plan.left -= 1;
    line.happened[plan.kind] += 1;
    return plan.kind;
  };
  const send = async (url: string, init: Init): Promise<Response> => {
    const response = await fetch(url, init);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status === 200 && init.method === "GET") {
      const known = earlier.get(new URL(url).pathname) ?? [];
      known.push(bytes);
      earlier.set(new URL(url).pathname, known.slice(-20));
    }
    return new Response(bytes, { status: response.status });
  };
  const withBytes = async (answer: Promise<Response>, change: (bytes: Uint8Array) => Uint8Array): Promise<Response> => {
    const { status, arrayBuffer } = await answer.then((one) => ({
      status: one.status,
      arrayBuffer: one.arrayBuffer(),
    }));
    return new Response(change(new Uint8Array(await arrayBuffer)).slice(), { status });
  };
  const lost = (): never => {
    throw new TypeError("the line broke");
  };
  const by: Record<Trouble, (url: string, init: Init) => Promise<Response>> = {
    cut: async () => lost(),
    lose: async (url, init) => {
      await send(url, init);
      return lost();
    },
    late: async (url, init) => {
      givenUp.push(() => fetch(url, { ...init, signal: AbortSignal.timeout(5000) }).catch(() => {}));
      return lost();
    },
    twice: async (url, init) => {
      await send(url, init);
      return send(url, init);
    },
    old: async (url, init) => {
      const known = earlier.get(new URL(url).pathname);
      return known === undefined || init.method !== "GET" ? send(url, init) : new Response(dice.pick(known).slice());
    },
    change: (url, init) =>
      withBytes(send(url, init), (bytes) => {
        if (bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
        return bytes;
      }),
    short: (url, init) => withBytes(send(url, init), (bytes) => bytes.subarray(0, dice.below(bytes.length + 1))),
    forge: async (url, init) => {
      const { route, vault } = routeOf(url, init.method);
      if (route !== "log" && route !== "commits") return send(url, init);
      const refused =
        route === "log"
          ? forged.entries
          : forged.commits.filter((one) => one.vault === vault).map(({ bytes }) => bytes);
      const answer = await send(url, init);
      return refused.length === 0 || answer.status !== 200 ? answer : forge(dice, route, answer, refused);
    },
    hold: async (url, init) => {
      const answer = await send(url, init);
      const before = held;
      held = new Promise((resolve) => setTimeout(resolve, dice.below(15)));
      await Promise.all([before, held]);
      return answer;
    },
  };
  const line: RandomLine = {
    sent: [],
    happened: Object.fromEntries(Object.keys(troubles).map((kind) => [kind, 0])) as Record<Trouble, number>,
    fetch(url, init) {
      line.sent.push(Buffer.concat([Buffer.from(url), init.body ?? new Uint8Array()]));
      const kind = next();
      return kind === null ? send(url, init) : by[kind](url, init);
    },
    trouble(kind, requests) {
      plan = { kind, left: requests };
    },
    honest() {
      plan = null;
    },
    async deliver() {
      for (const one of givenUp.splice(0)) await one();
    },
  };
  return line;
}

/** The page with one of what the server refused at its end, or in the place of its last. */
async function forge(
  dice: Dice,
  route: "log" | "commits",
  answer: Response,
  refused: readonly Uint8Array[],
): Promise<Response> {
  const schema = routes[route].response as unknown as BodySchema<
    { head: { seq: number; hash: string } } & Record<string, unknown>
  >;
  const page = parseWith(schema, new Uint8Array(await answer.arrayBuffer()), 1 << 28);
  if (!page.ok) throw new Error(`the server's own answer to ${route} does not fit its route`);
  const list = route === "log" ? "entries" : "commits";
  const honest = page.value[list] as Uint8Array[];
  const isMore = honest.length === 0 || dice.chance(0.5);
  const { seq, hash } = page.value.head;
  const head = isMore ? { seq: seq + 1, hash } : { seq, hash };
  const made = { ...page.value, head, [list]: [...(isMore ? honest : honest.slice(0, -1)), dice.pick(refused)] };
  return new Response(encodeWith(schema, made as never).slice());
}
