/** What becomes of exceptions: the store's refusals are told as what they are, also where nobody awaits them. */
import { describe, expect, it } from "vitest";
import { testDatabase } from "./test-database.ts";
import { inBackground, thrownFailure } from "./thrown.ts";

/** Keeps what was logged and raised. */
function watched() {
  const logged: unknown[] = [];
  const raised: unknown[] = [];
  const ports = { log: { event: (name: string, fields?: object) => void logged.push([name, fields]) } };
  return { ports, logged, raised, emit: (_: string, event: unknown) => void raised.push(event) };
}

/** What SQLite throws where a row breaks its table's rules, as one of a damaged file does. */
function refusedByStore(): unknown {
  try {
    testDatabase().db.prepare("INSERT INTO security_events (at, code) VALUES (NULL, NULL)").run();
  } catch (error) {
    return error;
  }
  throw new Error("it was taken");
}

describe("an exception", () => {
  it.each([
    ["of the store, is damage", refusedByStore(), "damaged-database", 0],
    ["of a full disk", Object.assign(new Error(), { code: "SQLITE_FULL" }), "storage-full", 0],
    ["of ours, is a bug and logged by its place", new TypeError("secret"), "bug", 1],
    ["that is no error at all", undefined, "bug", 1],
  ])("%s", async (_, error, code, logs) => {
    const { ports, logged, raised, emit } = watched();
    expect(thrownFailure(ports, "items", error).failure.code).toBe(code);
    expect(logged).toHaveLength(logs);
    expect(JSON.stringify(logged)).not.toContain("secret");
    inBackground({ ports, emit }, "items", Promise.reject(error));
    await new Promise((resolve) => setImmediate(resolve));
    expect(raised).toEqual(code === "bug" ? [] : [{ code }]);
  });
});
