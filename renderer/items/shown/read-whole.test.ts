import { describe, expect, it } from "vitest";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { readWhole } from "./read-whole.ts";

type State = { version: number; values: Record<string, string> };

const detailOf = ({ version, values }: State) =>
  ({ item: "i", version, fields: Object.keys(values).map((field) => ({ field, type: "text" })) }) as ItemDetail;

/** An item that goes through these states, one at each reading of a value. */
function changing(states: State[]) {
  let at = 0;
  const now = (): State => states[Math.min(at, states.length - 1)] as State;
  return {
    get: async () => ok(detailOf(now())),
    reveal: async (field: string) => {
      const value = now().values[field];
      at += 1;
      return value === undefined ? fail("not-found", { field }) : ok({ value });
    },
  };
}

describe("reading an item for the editor", () => {
  it("gives the values of the version that it names, also where another came while they were read", async () => {
    const read = await readWhole(
      changing([
        { version: 4, values: { notes: "old", "field:a": "1" } },
        { version: 5, values: { notes: "new", "field:a": "2" } },
      ]),
    );
    expect(read).toMatchObject({
      ok: true,
      value: { detail: { version: 5 }, openValues: { notes: "new", "field:a": "2" } },
    });
  });

  it("leaves out a field that somebody took away meanwhile", async () => {
    const read = await readWhole(
      changing([
        { version: 4, values: { a: "1", b: "2" } },
        { version: 5, values: { a: "1" } },
      ]),
    );
    expect(read).toMatchObject({ ok: true, value: { detail: { version: 5 }, openValues: { a: "1" } } });
  });

  it("is refused where a value cannot be read, so that nobody edits an empty field in its place", async () => {
    const item = changing([{ version: 4, values: { notes: "old" } }]);
    const read = await readWhole({ ...item, reveal: async () => fail("ask-again", { field: "notes" }) });
    expect(read).toMatchObject({ ok: false, failure: { code: "ask-again" } });
  });

  it("is refused where the item never stands still", async () => {
    let version = 0;
    const get = async () => {
      version += 1;
      return ok(detailOf({ version, values: {} }));
    };
    expect(await readWhole({ get, reveal: async () => ok({ value: "" }) })).toMatchObject({
      failure: { code: "busy" },
    });
  });
});
