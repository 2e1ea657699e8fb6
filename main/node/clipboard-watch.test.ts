import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clipboardMac } from "./clipboard-mac.ts";
import { type ClipboardWatch, type HeldText, watchClipboard } from "./clipboard-watch.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let keys = 0;
function held(text: string, clearAfterMs = 30_000): HeldText {
  const key = (++keys).toString(16).padStart(64, "0");
  return { key, mac: clipboardMac(key, bytes(text)), clearAfterMs };
}

describe("the watch over the clipboard", () => {
  let text: string | null;
  let unreadable: number;
  let isStuck: boolean;
  let watch: ClipboardWatch;
  /** By how much the time of day went on while everything else stood still, or was set. */
  let sleptMs: number;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    text = null;
    unreadable = 0;
    isStuck = false;
    sleptMs = 0;
    const reach = {
      read: async () => (unreadable-- > 0 || text === null ? null : bytes(text)),
      empty: async () => {
        if (isStuck) return false;
        text = "";
        return true;
      },
    };
    watch = watchClipboard(reach, {
      now: () => 1_700_000_000_000 + performance.now() + sleptMs,
      steady: () => performance.now(),
    });
  });
  afterEach(() => void vi.useRealTimers());

  it.each([
    ["what was held", "secret", "secret", ""],
    ["what was held, with the line break of Windows' reader", "secret", "secret\r\n", ""],
    ["another text", "secret", "foreign", "foreign"],
    ["a text that begins alike", "secret", "secret2", "secret2"],
  ])("after the time and at the end leaves of %s the right thing", async (_name, mine, there, left) => {
    watch.hold(held(mine));
    text = there;
    await vi.advanceTimersByTimeAsync(29_999);
    expect(text).toBe(there);
    await vi.advanceTimersByTimeAsync(1);
    expect(text).toBe(left);
    watch.hold(held(mine));
    text = there;
    const end = watch.end();
    await vi.advanceTimersByTimeAsync(20_000);
    await end;
    expect(text).toBe(left);
  });

  it("clears within a second after a computer slept through the time", async () => {
    watch.hold(held("secret"));
    text = "secret";
    await vi.advanceTimersByTimeAsync(5000);
    sleptMs = 3_600_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(text).toBe("");
  });

  it("clears no later where the time of day is set back", async () => {
    watch.hold(held("secret"));
    text = "secret";
    sleptMs = -86_400_000;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(text).toBe("");
  });

  it("ends at once where nothing is held", async () => {
    text = "foreign";
    await watch.end();
    expect(text).toBe("foreign");
  });

  it("gives a text that was copied again the time of the later copy", async () => {
    watch.hold(held("secret"));
    text = "secret";
    await vi.advanceTimersByTimeAsync(20_000);
    watch.hold(held("secret"));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(text).toBe("secret");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(text).toBe("");
  });

  it("still clears the earlier text when the host ended between the next one's word and its write", async () => {
    watch.hold(held("first"));
    text = "first";
    watch.hold(held("second"));
    await watch.end();
    expect(text).toBe("");
  });

  it("clears a text whose write was under way when the host ended", async () => {
    watch.hold(held("secret"));
    text = "foreign";
    const end = watch.end();
    await vi.advanceTimersByTimeAsync(4000);
    text = "secret";
    await vi.advanceTimersByTimeAsync(400);
    await end;
    expect(text).toBe("");
  });

  it.each([
    ["the held text was there and went", "secret", 0, false, true],
    ["another text is there", "foreign", 0, false, true],
    ["it could never be read", "secret", 1000, false, false],
    ["it could not be emptied", "secret", 0, true, false],
  ])("says at the end whether nothing of it is left: %s", async (_name, there, times, stuck, isGone) => {
    for (const afterMs of [0, 31_000]) {
      watch.hold(held("secret"));
      text = there;
      unreadable = times;
      isStuck = stuck;
      await vi.advanceTimersByTimeAsync(afterMs);
      const end = watch.end();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await end, `${afterMs} ms after the copy`).toBe(isGone);
    }
  });

  it("looks again where the clipboard cannot be read for a moment", async () => {
    watch.hold(held("secret"));
    text = "secret";
    unreadable = 2;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(text).toBe("");
  });
});
