/** A code may send nobody to a server over a line that others can read. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import {
  type TransferFields,
  type TransferPurpose,
  writeTransferCode,
} from "../../../shared/protocol/transfer-code/transfer-code.ts";
import type { Ports } from "../ports.ts";
import { codeRefusal, readPlace } from "./create-team.ts";
import { readJoinCode } from "./join-team.ts";

beforeAll(cryptoReady);

type Vector = { purpose: TransferPurpose; fields: TransferFields<TransferPurpose> };
/** A code whose fields are sound, for a server at this origin. */
function codeFor(purpose: "join" | "setup", origin: string): string {
  const found = readVectors<Vector[]>("transfer-code").find((one) => one.purpose === purpose);
  return writeTransferCode(purpose, { ...(found as Vector).fields, origin } as TransferFields<typeof purpose>);
}
const place = (origin: string) => readPlace({} as Ports, { url: origin, setupCode: codeFor("setup", origin) });

const safe = ["https://latchkey.example", "http://127.0.0.1:8443", "http://localhost:8443"];
const unsafe = [
  "http://latchkey.example",
  "http://127.0.0.1.example",
  "http://10.0.0.1:8443",
  "ftp://latchkey.example",
];

it("a code of a later suite is no mistyped one: a newer app reads it", () => {
  const later = { code: "suite", retry: "never" } as const;
  expect(codeRefusal("invite", later)).toMatchObject({ failure: { code: "client-too-old" } });
  expect(codeRefusal("setup-code", { ...later, code: "encoding" })).toMatchObject({ failure: { code: "setup-code" } });
});

describe("a join code", () => {
  it.each(safe)("for %s is read", (origin) => {
    expect(readJoinCode(codeFor("join", origin))).toMatchObject({ ok: true, value: { origin } });
  });
  it.each(unsafe)("for %s is refused", (origin) => {
    expect(readJoinCode(codeFor("join", origin))).toMatchObject({
      failure: { code: "invite", detail: { reason: "plain-http" } },
    });
  });
  it("that is none is refused", () => {
    expect(readJoinCode("latchkey")).toMatchObject({ failure: { code: "invite", detail: { reason: "mistyped" } } });
  });
});

describe("a setup code", () => {
  it.each(safe)("for %s is read", async (origin) => {
    expect(await place(origin)).toMatchObject({ ok: true, value: { origin } });
  });
  it.each(unsafe)("for %s is refused", async (origin) => {
    expect(await place(origin)).toMatchObject({ failure: { code: "pin", detail: { reason: "plain-http" } } });
  });
});
