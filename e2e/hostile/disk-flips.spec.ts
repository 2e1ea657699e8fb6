/** Any byte of a profile's rows, files and keychain entries, flipped while it was closed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { flipMany } from "./disk-flips.ts";
import { copyOf, faultsOf, type Prepared, prepareProfile, rememberDerivations } from "./flip-profile.ts";
import { counted, seed } from "./settings.ts";

let prepared: Prepared;
beforeAll(async () => {
  await cryptoReady();
  rememberDerivations();
  prepared = await prepareProfile();
}, 120_000);
afterAll(() => prepared?.end());

describe("a profile with one byte flipped", () => {
  it("is the same where nothing was flipped, closed or killed", async () => {
    expect(prepared.expected.size).toBeGreaterThan(100);
    const absent = [...prepared.expected].filter(([name]) => name.endsWith("/absent"));
    expect(absent.map(([, value]) => value)).toEqual(["0", "0"]);
    expect(await faultsOf(prepared, copyOf(prepared.closed))).toEqual([]);
    expect(await faultsOf(prepared, copyOf(prepared.killed))).toEqual([]);
  });

  const many = counted(300, 10_000);
  it(`shows the same, heals, or says by name what is damaged: ${many} flips`, async () => {
    const faults = await flipMany(prepared, { count: many, seed });
    expect(faults, `seed ${seed}: ${JSON.stringify(faults)}`).toEqual([]);
  }, 7_200_000);
});
