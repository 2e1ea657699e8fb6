/**
 * Memory for the bodies of requests: counted as bytes arrive, never as they are announced, with a share for each address and
 * each caller, so that nobody takes it all (docs/threat-model.md).
 */
import type { ServerLimits } from "./limits.ts";

type Capacity = {
  /** A body begins to arrive from this address, for this caller. */
  open(from: { address: string; caller: string }): Held;
};
/** The share that one body takes. */
export type Held = {
  /** Whether there is space for so many more bytes; what was refused is not counted, and nothing fits after `leave`. */
  take(bytes: number): boolean;
  /** Gives all of it back, once. */
  leave(): void;
};

type Limits = Pick<ServerLimits, "bodyBytes" | "bodyBytesPerAddress" | "bodyBytesPerCaller">;

/** Nothing held yet. */
export function createCapacity(limits: Limits): Capacity {
  const held = new Map<string, number>();
  return {
    open: ({ address, caller }) => {
      const shares = [
        { name: "all", most: limits.bodyBytes },
        { name: `address ${address}`, most: limits.bodyBytesPerAddress },
        { name: `caller ${caller}`, most: limits.bodyBytesPerCaller },
      ];
      let own = 0;
      let isOver = false;
      const count = (bytes: number) => {
        own += bytes;
        for (const { name } of shares) {
          const left = (held.get(name) ?? 0) + bytes;
          if (left > 0) held.set(name, left);
          else held.delete(name);
        }
      };
      return {
        take: (bytes) => {
          if (isOver || shares.some(({ name, most }) => (held.get(name) ?? 0) + bytes > most)) return false;
          count(bytes);
          return true;
        },
        leave: () => {
          isOver = true;
          count(-own);
        },
      };
    },
  };
}
