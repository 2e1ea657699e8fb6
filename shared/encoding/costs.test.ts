/**
 * What reading may cost: 2 MiB of each shape that is dear to build, in a process of its own whose memory is measured. The
 * long way to the same verdict, which builds first, is the control: it must be seen to cost much more.
 */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { routes } from "../protocol/routes/routes.ts";
import { parseEntry } from "../protocol/team-log/entry.ts";
import { parseCommit } from "../protocol/vault-chain/commit.ts";
import { type Encodable, encode, encodeWith, parseWith } from "./canonical.ts";
import { limits } from "./limits.ts";
import { costlyShapes, type ShapeName } from "./test-costly-shapes.ts";

const MiB = 1024 * 1024;
const names = Object.keys(costlyShapes) as ShapeName[];
const script = new URL("./test-cost-of-reading.ts", import.meta.url).pathname;

type Cost = { grewBytes: number; ms: number; taken: number };

function measure(way: "reader" | "slow", shape: ShapeName): Cost {
  const printed = execFileSync(process.execPath, [script, way, shape], { encoding: "utf8", timeout: 60_000 });
  return JSON.parse(printed);
}

describe("reading what is dear to build", () => {
  it.each(names)("%s: nothing is taken, and it costs neither memory nor time", (shape) => {
    const { grewBytes, ms, taken } = measure("reader", shape);
    expect(taken).toBe(0);
    expect(grewBytes).toBeLessThan(48 * MiB);
    expect(ms).toBeLessThan(3000);
  });

  it("is measured: the long way is seen to cost at least a hundred megabytes", () => {
    expect(measure("slow", "empty maps").grewBytes).toBeGreaterThan(100 * MiB);
  });

  it("is bounded also where every value has its place: a list of empty byte strings is no page", () => {
    const envelopes = Array.from({ length: limits.envelopesPerRequest }, () => new Uint8Array());
    const bytes = encode({ envelopes });
    expect(parseWith(routes.envelopes.response as never, bytes, bytes.length)).toMatchObject({
      failure: { code: "encoding" },
    });
  });

  const id = new Uint8Array(16).fill(1);
  const hash = new Uint8Array(32).fill(2);
  const head = { seq: 1, hash };
  it.each<["vaults" | "bundles" | "commits" | "envelopes" | "log", () => Encodable]>([
    ["vaults", () => ({ heads: Array.from({ length: limits.headsPerTeam }, () => ({ vault: id, ...head })) })],
    ["bundles", () => ({ blobs: Array.from({ length: limits.blobsPerPage }, () => new Uint8Array(100)), next: null })],
    ["commits", () => ({ head, commits: Array.from({ length: limits.commitsPerPage }, () => new Uint8Array(300)) })],
    ["envelopes", () => ({ envelopes: Array.from({ length: limits.envelopesPerRequest }, () => null) })],
    ["log", () => ({ head, entries: Array.from({ length: limits.entriesPerPage }, () => new Uint8Array(300)) })],
  ])("never stands in the way of an answer of %s: the smallest of its kind, as many as may be", (name, full) => {
    const { response, responseBytes } = routes[name];
    expect(parseWith(response as never, encode(full()), responseBytes)).toMatchObject({ ok: true });
  });

  it("never stands in the way of a request that people's apps send: as many envelopes as may be", () => {
    const asked = { vault: id, hashes: Array.from({ length: limits.envelopesPerRequest }, () => hash) };
    expect(parseWith(routes.envelopes.request as never, encode(asked), routes.envelopes.requestBytes).ok).toBe(true);
  });
});

describe("every route", () => {
  it.each(Object.entries(routes))(
    "has a bound of its own for what is asked and what is answered, far below what memory holds: %s",
    (_name, { requestBytes, responseBytes, method }) => {
      expect(requestBytes).toBeLessThanOrEqual(16 * MiB);
      expect(responseBytes).toBeLessThanOrEqual(16 * MiB);
      if (method === "GET") expect(requestBytes).toBe(0);
    },
  );

  it.each(
    Object.entries(routes).flatMap(([name, { request, requestBytes, response, responseBytes }]) => [
      [name, "request", requestBytes, request] as const,
      [name, "answer", responseBytes, response] as const,
    ]),
  )("%s refuses a %s of one byte more than its bound, %i, before it reads the first", (_name, _what, most, schema) => {
    expect(parseWith(schema as never, new Uint8Array(most + 1), most)).toMatchObject({ failure: { code: "limit" } });
  });
});

describe("entries and commits", () => {
  it.each(names)("full of %s are refused", (shape) => {
    const body = costlyShapes[shape](64 * 1024);
    const sig = new Uint8Array(64);
    expect(parseEntry(encode({ body, sig, cosigs: [] }))).toMatchObject({ failure: { code: "encoding" } });
    expect(parseCommit(encode({ body, sig }))).toMatchObject({ failure: { code: "encoding" } });
    expect(encodeWith(routes.challenge.request, { suite: 1 }).length).toBeLessThan(routes.challenge.requestBytes);
  });
});
