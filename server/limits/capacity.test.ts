/** Capacity for bodies: shares hold whatever is taken and given back, in any order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCapacity, type Held } from "./capacity.ts";

const limits = { bodyBytes: 100, bodyBytesPerAddress: 60, bodyBytesPerCaller: 40 };

describe("capacity for bodies", () => {
  it("is never more than its shares, and all of it comes back", () => {
    const step = fc.record({ address: fc.constantFrom("a", "b", "c"), caller: fc.nat(5), bytes: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const capacity = createCapacity(limits);
        const open: { address: string; caller: string; bytes: number; at: Held }[] = [];
        for (const { address, caller, bytes } of steps) {
          if (bytes % 5 === 0) open.shift()?.at.leave();
          const from = { address, caller: `${address}${caller}` };
          const at = capacity.open(from);
          const sum = (fits: (one: { address: string; caller: string }) => boolean) =>
            open.filter(fits).reduce((all, one) => all + one.bytes, 0);
          const fits =
            sum(() => true) + bytes <= limits.bodyBytes &&
            sum((one) => one.address === address) + bytes <= limits.bodyBytesPerAddress &&
            sum((one) => one.caller === from.caller) + bytes <= limits.bodyBytesPerCaller;
          expect(at.take(bytes)).toBe(fits);
          if (fits) open.push({ ...from, bytes, at });
        }
        for (const { at } of open) {
          at.leave();
          at.leave();
        }
        expect(capacity.open({ address: "a", caller: "a" }).take(limits.bodyBytesPerCaller)).toBe(true);
        expect(capacity.open({ address: "b", caller: "b" }).take(limits.bodyBytesPerCaller)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
