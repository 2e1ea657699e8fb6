/** A vault to which the own access has ended: nothing in it is shown, opened or written, what was not sent stays visible. */
import { afterAll, expect, it } from "vitest";
import type { EpochMs, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { createItemRows } from "../store/item-rows.ts";
import { openSnapshots } from "./overviews/snapshot.ts";
import { cleanUp, type Holder, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

const hourMs = 3_600_000;
/** Bob edits until an hour from now. */
async function bobUntil() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const end = bob.now + hourMs;
  giveUntil(holder, bob, end);
  const saved = await ada.items.handlers["item.save"]({
    vault: ada.vault,
    changes: { title: "Router", username: "root", password: "alpha", totp: "JBSWY3DPEHPK3PXP" },
  });
  if (!saved.ok) throw new Error(saved.failure.code);
  await bob.sync();
  return { holder, ada, bob, item: saved.value.item as ItemId, end };
}

function giveUntil(holder: Holder, { unlocked, vault }: Person, end: number): void {
  const inLog = holder.state.vaults.get(vault) as VaultInLog;
  const user: UserId = unlocked.profile.user;
  const access = new Map(inLog.access).set(user, { permission: "edit", end: end as EpochMs });
  holder.state = { ...holder.state, vaults: new Map(holder.state.vaults).set(vault, { ...inLog, access }) };
}

/** As `ending-rights.ts` tells it when the alarm rings. */
function end(bob: Person): void {
  bob.pass(hourMs);
  bob.unlocked.events.tell("vaultClosed", bob.vault);
}

const ended = { ok: false, failure: { code: "access-ended", retry: "after-act" } };
const gone = { ok: false, failure: { code: "not-found" } };

it("is closed in every way by which an item is seen or used, and refuses what is saved, with the reason", async () => {
  const { bob, item } = await bobUntil();
  const { handlers } = bob.items;
  expect(await handlers["item.list"]({ text: "router" })).toMatchObject({ value: { total: 1 } });
  end(bob);
  expect(await handlers["item.list"]({})).toMatchObject({ value: { total: 0 } });
  expect(await handlers["item.list"]({ text: "router" })).toMatchObject({ value: { total: 0 } });
  expect(await handlers["item.get"]({ item })).toMatchObject(gone);
  expect(await handlers["item.reveal"]({ item, field: "password" })).toMatchObject(gone);
  expect(await handlers["item.reveal"]({ item, field: "password", version: 1 })).toMatchObject(gone);
  expect(await handlers["item.copyField"]({ item, field: "password" })).toMatchObject(gone);
  expect(await handlers["item.code"]({ item })).toMatchObject(gone);
  expect(bob.clipboard.text).toBe(null);
  expect(await handlers["item.save"]({ vault: bob.vault, changes: { title: "New" } })).toMatchObject(ended);
  expect(await handlers["item.save"]({ vault: bob.vault, item, changes: { title: "New" } })).toMatchObject(ended);
  expect(bob.items.drafts.waiting().count).toBe(0);
});

it("is open until then, to the last millisecond, and again where it is given for longer", async () => {
  const { holder, bob, item, end: until } = await bobUntil();
  bob.now = until - 1;
  expect(await bob.items.handlers["item.reveal"]({ item, field: "password" })).toMatchObject({
    value: { value: "alpha" },
  });
  bob.now = until;
  bob.unlocked.events.tell("vaultClosed", bob.vault);
  expect(await bob.items.handlers["item.reveal"]({ item, field: "password" })).toMatchObject(gone);
  giveUntil(holder, bob, until + hourMs);
  bob.unlocked.events.tell("keysChanged", bob.vault);
  expect(await bob.items.handlers["item.list"]({})).toMatchObject({ value: { total: 1 } });
  expect(await bob.items.handlers["item.reveal"]({ item, field: "password" })).toMatchObject({
    value: { value: "alpha" },
  });
});

it("stays closed after a restart, and its titles leave the snapshot on this disk", async () => {
  const { bob, item } = await bobUntil();
  await bob.items.handlers["item.list"]({});
  bob.pass(4000);
  const held = (person: Person) => {
    const { overview, version } = person.unlocked.chains.chain(person.vault).items.get(item) ?? {};
    const snapshot = openSnapshots(person.unlocked, createItemRows(person.unlocked.db));
    return overview === undefined || overview === null ? null : snapshot.find(item, version ?? 0, overview.hash);
  };
  expect(held(bob)?.title).toBe("Router");
  bob.pass(hourMs);
  const again = bob.restart();
  expect(await again.items.handlers["item.list"]({})).toMatchObject({ value: { total: 0 } });
  again.unlocked.events.tell("vaultClosed", again.vault);
  expect(held(again)).toBe(null);
});

it("keeps what was not sent in sight, with the reason; it can be read, moved on and discarded, and nothing below it opens", async () => {
  const { bob, ada, item } = await bobUntil();
  bob.online = false;
  await bob.items.handlers["item.save"]({ vault: bob.vault, item, changes: { password: "beta" } });
  const made = await bob.items.handlers["item.save"]({
    vault: bob.vault,
    changes: { title: "Mine", password: "gamma" },
  });
  if (!made.ok) throw new Error(made.failure.code);
  end(bob);
  bob.online = true;
  await bob.sync();
  const { handlers } = bob.items;
  expect(await handlers["draft.list"]()).toMatchObject({
    value: [
      { item, title: "Router", reason: "access-ended" },
      { item: made.value.item, title: "Mine", reason: "access-ended" },
    ],
  });
  expect(await handlers["item.reveal"]({ item, field: "password" })).toMatchObject({ value: { value: "beta" } });
  expect(await handlers["item.reveal"]({ item, field: "password", version: 1 })).toMatchObject(ended);
  expect(await handlers["item.get"]({ item })).toMatchObject({ value: { editable: false, draft: true } });
  expect(await handlers["draft.discard"]({ item })).toMatchObject({ ok: true });
  expect(await handlers["item.get"]({ item })).toMatchObject(gone);
  expect(bob.items.drafts.waiting().count).toBe(1);
  await ada.sync();
  expect(await ada.items.handlers["item.list"]({})).toMatchObject({ value: { total: 1 } });
});

it("refuses by that name what is saved into a vault whose access was removed, new or changed", async () => {
  const { holder, bob, item } = await bobUntil();
  const inLog = holder.state.vaults.get(bob.vault) as VaultInLog;
  const access = new Map(inLog.access);
  access.delete(bob.unlocked.profile.user);
  holder.state = { ...holder.state, vaults: new Map(holder.state.vaults).set(bob.vault, { ...inLog, access }) };
  const refused = { ok: false, failure: { code: "role", detail: { vault: bob.vault, reason: "no-access" } } };
  const { handlers } = bob.items;
  expect(await handlers["item.save"]({ vault: bob.vault, changes: { title: "New" } })).toMatchObject(refused);
  expect(await handlers["item.save"]({ vault: bob.vault, item, changes: { title: "New" } })).toMatchObject(refused);
  expect(bob.items.drafts.waiting().count).toBe(0);
});
