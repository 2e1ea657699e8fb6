/** What is typed reaches the core within a second, in order, and nothing after it was saved or given up. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createKeeper } from "./typed-keeper.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function kept(typed: string | null = null) {
  const said: string[] = [];
  let made = 0;
  const keeper = createKeeper<string>({
    typed,
    keep: async (name, text) => {
      said.push(`keep ${name} ${text}`);
      made += 1;
      return name ?? `name ${made}`;
    },
    drop: async (name) => void said.push(`drop ${name}`),
  });
  return { keeper, said };
}

describe("what stands in an editor", () => {
  it("is handed over a second after the first key, as it stands then, and under one name", async () => {
    const { keeper, said } = kept();
    keeper.put("a");
    await vi.advanceTimersByTimeAsync(600);
    keeper.put("ab");
    await vi.advanceTimersByTimeAsync(300);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(said).toEqual(["keep null ab"]);
    keeper.put("abc");
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual(["keep null ab", "keep name 1 abc"]);
  });

  it("is handed over at once when the app is about to lock", async () => {
    const { keeper, said } = kept();
    keeper.put("a");
    await keeper.flush();
    await vi.advanceTimersByTimeAsync(2000);
    expect(said).toEqual(["keep null a"]);
    expect(keeper.typed()).toBe("name 1");
  });

  it("goes where it was typed back to what was there", async () => {
    const { keeper, said } = kept();
    keeper.put(null);
    await vi.advanceTimersByTimeAsync(1000);
    keeper.put("a");
    await vi.advanceTimersByTimeAsync(1000);
    keeper.put(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual(["keep null a", "drop name 1"]);
    expect(keeper.typed()).toBe(null);
  });

  it("goes on under the name that it had before, unless something is kept already", async () => {
    const { keeper, said } = kept();
    keeper.adopt("before");
    keeper.put("a");
    await vi.advanceTimersByTimeAsync(1000);
    keeper.adopt("another");
    keeper.put("ab");
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual(["keep before a", "keep before ab"]);
  });

  it("goes when it was saved or given up, and what waited is not handed over any more", async () => {
    const { keeper, said } = kept("before");
    keeper.put("a");
    await keeper.end();
    keeper.put("ab");
    await vi.advanceTimersByTimeAsync(2000);
    expect(said).toEqual(["drop before"]);
  });
});
