/** Every command with its event: durable before the act, and said again where it fails [protocol: Activity]. */
import { describe, expect, it } from "vitest";
import { commands } from "../../../shared/contract/commands.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { activityRule } from "../../../shared/model/activity.ts";
import type { EventDraft } from "../../../shared/protocol/activity/event.ts";
import { createBeforeActs } from "./before-acts.ts";
import { commandEvents } from "./command-events.ts";
import { sameForMs } from "./once-in-a-while.ts";

const id = "0".repeat(26);
const item = id as ItemId;
const vault = "1".repeat(26) as VaultId;

/** Notes in their order what is recorded, done and told to have failed. */
function testRecorder(refuse: () => void = () => {}) {
  const seen: string[] = [];
  const drafts: EventDraft[] = [];
  let now = 0;
  const run = createBeforeActs({
    activity: {
      record(draft) {
        refuse();
        seen.push(draft.type);
        return drafts.push(draft);
      },
      failed: (seq, code) => seen.push(`failed ${seq} ${code}`),
    },
    vaultOf: (of) => (of === item ? vault : null),
    clock: { steady: () => now },
  });
  const call = (name: string, input: unknown, answer: Result<unknown> = ok({})) =>
    run(name, input, async () => {
      seen.push("act");
      return answer;
    });
  const wait = (ms: number) => {
    now += ms;
  };
  return { seen, drafts, call, run, wait };
}

describe("an act", () => {
  it("comes after its event, which names the vault of its item", async () => {
    const { seen, drafts, call } = testRecorder();
    await call("item.reveal", { item, field: "password" });
    expect(seen).toEqual(["secret-shown", "act"]);
    expect(drafts).toMatchObject([{ vault, items: [item], count: 1, field: "password" }]);
  });

  it("that fails, or throws, says so behind its event", async () => {
    const { seen, call, run } = testRecorder();
    await call("item.reveal", { item, field: "password" }, fail("not-found"));
    await expect(run("item.delete", { item }, () => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
    expect(seen).toEqual(["secret-shown", "act", "failed 1 not-found", "item-deleted", "failed 2 null"]);
  });

  it("is not begun where its event cannot be written", async () => {
    const { seen, call } = testRecorder(() => {
      throw new Error("full");
    });
    await expect(call("item.reveal", { item, field: "password" })).rejects.toThrow("full");
    expect(seen).toEqual([]);
  });

  it("without an event is only done", async () => {
    const { seen, call } = testRecorder();
    await call("item.get", { item });
    await call("toString", {});
    expect(seen).toEqual(["act", "act"]);
  });

  it("of a person is told each time; what a page shows by itself once in five minutes", async () => {
    const { seen, call, wait } = testRecorder();
    for (let round = 0; round < 3; round++) {
      await call("item.reveal", { item, field: "password" });
      await call("item.code", { item });
      await call("item.reveal", { item, field: "field:Mother's name" });
    }
    expect(seen.filter((what) => what === "code-shown")).toHaveLength(1);
    expect(seen.filter((what) => what === "secret-shown")).toHaveLength(4);
    wait(sameForMs);
    await call("item.code", { item });
    expect(seen.filter((what) => what === "code-shown")).toHaveLength(2);
  });

  it("that gives out several is told before its answer goes: each in a while, in one event for each vault, and none that was refused", async () => {
    const { seen, drafts, call, wait } = testRecorder();
    const other = "2".repeat(26) as ItemId;
    const shown = (...items: ItemId[]) => ok({ codes: items.map((one) => ({ item: one })), refused: [{ item: "3" }] });
    const input = { items: [item, other] };
    await call("item.code", { item });
    await call("code.show", input, shown(item));
    expect(drafts).toHaveLength(1);
    wait(sameForMs);
    await call("code.show", input, shown(item, other));
    await call("code.show", input, shown(item, other));
    expect(drafts.slice(1)).toMatchObject([
      { type: "code-shown", vault, items: [item], count: 1 },
      { type: "code-shown", vault: null, items: [other], count: 1 },
    ]);
    await call("code.show", input, fail("locked"));
    expect(seen.filter((what) => what !== "act")).toEqual(["code-shown", "code-shown", "code-shown"]);
  });

  it("that gives out several gives nothing where its event cannot be written", async () => {
    const { call } = testRecorder(() => {
      throw new Error("full");
    });
    await expect(call("code.show", { items: [item] }, ok({ codes: [{ item }], refused: [] }))).rejects.toThrow("full");
  });

  it("that a page is refused again and again is told once, and once more before it is given out", async () => {
    const { seen, call } = testRecorder();
    for (let round = 0; round < 3; round++) await call("item.code", { item }, fail("ask-again"));
    expect(seen).toEqual(["code-shown", "act", "failed 1 ask-again", "act", "act"]);
    await call("item.code", { item });
    expect(seen.slice(-2)).toEqual(["act", "code-shown"]);
  });

  it("names fields by their kind, never as people call them", async () => {
    const { drafts, call } = testRecorder();
    for (const field of ["field:Bank of Ada", "detail:pin", "history:3", "code:2", "made up", "", "toString"])
      await call("item.copyField", { item, field });
    expect(drafts.map(({ field }) => field)).toEqual(["field", "detail", "history", "code", "other", "other", "other"]);
  });
});

describe("the table of events", () => {
  it("has a row for each command and no other", () => {
    expect(Object.keys(commandEvents).sort()).toEqual(Object.keys(commands).sort());
  });

  const input = {
    item,
    vault,
    user: id,
    invite: id,
    field: "password",
    items: [item],
    tools: [item],
    vaults: [vault],
    count: 1,
    role: "lead",
    permission: "use",
    into: { item },
  };
  const making = Object.entries(commandEvents).filter(([, makes]) => makes !== null);
  it.each(making)("%s makes an event of a known type", (_, makes) => {
    const made = (makes as (given: unknown) => EventDraft)({
      ...input,
      title: "Secret title",
      changes: { title: "Secret title" },
    });
    expect(activityRule(made.type)).not.toBeNull();
    expect(JSON.stringify(made)).not.toContain("Secret title");
  });
});
