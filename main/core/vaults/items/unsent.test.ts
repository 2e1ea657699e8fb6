/** Drafts that cannot be pushed: named with the reason, taken elsewhere or given up; nothing goes by itself, and nothing stays for ever. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandOutput } from "../../../../shared/contract/commands.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const list = ({ items }: Person): Promise<CommandOutput<"draft.list">> => must(items.handlers["draft.list"]());
const waiting = ({ items }: Person): number => items.drafts.waiting().count;
const save = (person: Person, changes: { title?: string; password?: string }, item?: string) =>
  must(
    person.items.handlers["item.save"]({
      ...{ vault: person.vault, changes },
      ...(item === undefined ? {} : { item: item as ItemId }),
    }),
  );

/** A second vault in which Ada may write. */
const elsewhere = newId<VaultId>();

/** Ada with an edit that was made offline, in a vault that is archived meanwhile. */
async function edited(): Promise<{ ada: Person; item: ItemId; holder: ReturnType<typeof testTeam>["holder"] }> {
  const { holder, people } = testTeam({ ada: "manage" });
  const { ada } = people as Record<"ada", Person>;
  const { item } = await save(ada, { title: "Scales", password: "one" });
  ada.online = false;
  await save(ada, { password: "two" }, item);
  return { ada, item: item as ItemId, holder };
}

function archive({ ada, holder }: { ada: Person; holder: ReturnType<typeof testTeam>["holder"] }): void {
  const inLog = holder.state.vaults.get(ada.vault) as VaultInLog;
  const other = { ...inLog, vault: elsewhere };
  const vaults = new Map([...holder.state.vaults, [ada.vault, { ...inLog, archived: true }], [elsewhere, other]]);
  holder.state = { ...holder.state, vaults };
  ada.online = true;
}

describe("a draft that only waits", () => {
  it("is listed without a reason, and is gone from the list when it was sent", async () => {
    const { ada, item } = await edited();
    expect(await list(ada)).toMatchObject([{ item, vault: ada.vault, title: "Scales", reason: null }]);
    ada.online = true;
    await must(ada.sync());
    expect(await list(ada)).toEqual([]);
  });
});

describe("a draft that cannot go", () => {
  it("is listed with the reason", async () => {
    const team = await edited();
    archive(team);
    await team.ada.sync();
    expect(await list(team.ada)).toMatchObject([{ item: team.item, reason: "role" }]);
    expect(waiting(team.ada)).toBe(1);
  });

  it("can be given up: what stood there before stands there again, also after a restart", async () => {
    const team = await edited();
    const { ada, item } = team;
    archive(team);
    await must(Promise.resolve(ada.items.handlers["draft.discard"]({ item })));
    expect([await list(ada), waiting(ada)]).toEqual([[], 0]);
    const again = ada.restart();
    expect(await must(again.items.handlers["item.reveal"]({ item, field: "password" }))).toEqual({ value: "one" });
    expect(await list(again)).toEqual([]);
  });

  it("can be taken into another vault, where it waits as a new item with all that its person saw", async () => {
    const team = await edited();
    const { ada, item } = team;
    archive(team);
    const { item: made } = await must(Promise.resolve(ada.items.handlers["draft.move"]({ item, vault: elsewhere })));
    expect(await list(ada)).toMatchObject([{ item: made, vault: elsewhere, title: "Scales", reason: null }]);
    expect(await must(ada.items.handlers["item.reveal"]({ item: made as ItemId, field: "password" }))).toEqual({
      value: "two",
    });
    expect(await must(ada.items.handlers["item.reveal"]({ item, field: "password" }))).toEqual({ value: "one" });
  });

  it("is not found where nothing waits", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as Record<"ada", Person>;
    const { item } = await save(ada, { title: "Scales" });
    const command = { item: item as ItemId };
    expect(await ada.items.handlers["draft.discard"](command)).toMatchObject({ failure: { code: "not-found" } });
    expect(await ada.items.handlers["draft.move"]({ ...command, vault: ada.vault })).toMatchObject({
      failure: { code: "not-found" },
    });
  });

  it("is not taken into a vault in which its person may not write, and stays", async () => {
    const team = await edited();
    archive(team);
    const { ada, item } = team;
    expect(await ada.items.handlers["draft.move"]({ item, vault: ada.vault })).toMatchObject({
      failure: { code: "role" },
    });
    expect(waiting(ada)).toBe(1);
  });
});
