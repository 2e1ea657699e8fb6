/** A draft goes where it was made for and nowhere else, whatever somebody writes into its row [protocol: Local file]. */
import { afterAll, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../vaults/test-team.ts";

afterAll(cleanUp);

async function offlineDraft(): Promise<{ holder: Holder; ada: Person }> {
  const { holder, people } = testTeam({ ada: "manage" });
  const { ada } = people as { ada: Person };
  ada.online = false;
  const saved = await ada.items.handlers["item.save"]({
    vault: ada.vault,
    changes: { title: "T", password: "secret" },
  });
  expect(saved).toMatchObject({ ok: true, value: { draft: true } });
  return { holder, ada };
}

it("an untouched draft is pushed after a restart", async () => {
  const { ada } = await offlineDraft();
  const again = ada.restart();
  again.online = true;
  expect((await again.sync()).ok).toBe(true);
  expect(again.unlocked.chains.chain(again.vault).head.seq).toBe(1);
});

it.each([
  ["another item", "UPDATE drafts SET item = ?", newId<string>()],
  ["another base version", "UPDATE drafts SET base_version = ?", 7],
  ["another draft to wait for", "UPDATE drafts SET after_draft = ?", newId<string>()],
  ["another id", "UPDATE drafts SET draft = ?", newId<string>()],
])("a row that says %s is not pushed, and nothing of it is lost", async (_, sql, value) => {
  const { ada } = await offlineDraft();
  ada.db().prepare(sql).run(value);
  const again = ada.restart();
  again.online = true;
  await again.sync();
  expect(again.unlocked.chains.chain(again.vault).head.seq).toBe(0);
  expect(again.items.drafts.waiting().count).toBe(1);
});

it("a row that names a vault where nothing may be written is called damaged, and no right is missed", async () => {
  const { ada } = await offlineDraft();
  const unknown = newId<VaultId>();
  ada.db().prepare("UPDATE drafts SET vault = ?").run(unknown);
  const again = ada.restart();
  again.online = true;
  expect(await again.items.drafts.flush(unknown)).toMatchObject({
    failure: { code: "damaged-database", detail: { reason: "draft" } },
  });
});

it("a row that sends it to another vault is not pushed there", async () => {
  const { holder, ada } = await offlineDraft();
  const other = newId<VaultId>();
  ada.db().prepare("UPDATE drafts SET vault = ?").run(other);
  const again = ada.restart();
  again.online = true;
  // That one may be written to as well: only what the draft says of itself holds it back.
  const inLog = holder.state.vaults.get(again.vault) as VaultInLog;
  holder.state = { ...holder.state, vaults: new Map([...holder.state.vaults, [other, inLog]]) };
  const current = again.unlocked.keyring.current(again.vault);
  again.unlocked.keyring.current = () => current;
  expect(await again.items.drafts.flush(other)).toMatchObject({
    failure: { code: "damaged-database", detail: { reason: "draft" } },
  });
  expect(holder.posts).toBe(0);
  expect(again.unlocked.chains.chain(again.vault).head.seq).toBe(0);
});
