/**
 * Items into a vault that is made for them: the vault, its people in one entry, then the items. One act: whatever fails in
 * the middle, asked for again it goes on with the same vault, and with those items that are not in it yet.
 */
import type { CommandOutput, CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { movedFrom } from "../../../shared/model/item-fields.ts";
import { isChangedFor } from "../../../shared/protocol/team-log/state/safety.ts";
import { act } from "../log/act.ts";
import { moveItems } from "./items/item-move.ts";
import { mayWrite } from "./items/item-save.ts";
import { olderShown } from "./items/item-view.ts";
import type { ItemsArea } from "./items/items-area.ts";
import { loginsAmong } from "./items/logins-to-put.ts";
import type { VaultActs } from "./vault-acts.ts";
import { beginVault } from "./vault-create.ts";

type Needs = { acts: VaultActs; area: ItemsArea };
type Input = CommandParsed<"item.moveToNew">;

/** So many move in one durable writing. */
const atOnce = 500;

/** The one command that makes a vault and moves items. */
export function movingHandlers(needs: Needs) {
  return {
    "item.moveToNew": async (input) => {
      await needs.area.ready;
      return moveToNew(needs, input);
    },
  } satisfies Partial<Handlers>;
}

/**
 * `item.moveToNew`. Failures: those of `vault.create`, `vault.setAccess` and `item.move`; what can be known before is refused
 * before a vault is made.
 */
async function moveToNew(
  { acts, area }: Needs,
  { items, title, people }: Input,
): Promise<Result<CommandOutput<"item.moveToNew">>> {
  const wanted = [...new Set(items)];
  const movable = checkMovable(area, wanted);
  if (!movable.ok) return movable;
  const readers = [...new Set(people)].filter((user) => user !== acts.profile.user);
  const { users } = acts.log.state();
  if (readers.some((user) => !users.has(user))) return fail("not-found", { field: "people" });
  const settled = readers.length === 0 ? ok(true) : await area.mayPut(loginsAmong(area, wanted), null);
  if (!settled.ok) return settled;
  const changed = readers.find((user) => isChangedFor(acts.log.state(), acts.profile.user, user));
  if (changed !== undefined) return fail("key-changed", { reason: "person", user: changed });
  const asked = { command: "item.moveToNew" as const, input: { title, people: readers } };
  return beginVault(acts, { asked, title }, async (vault) => {
    const given = await giveTo(acts, vault, readers);
    if (!given.ok) return given;
    const moved = await moveAll(area, wanted, vault);
    return moved.ok ? ok({ vault, items: moved.value }) : moved;
  });
}

/** Everything that stands in the way of moving and is known here; an item that an earlier try moved is in nobody's way. */
function checkMovable(area: ItemsArea, items: readonly ItemId[]): Result<true> {
  for (const item of items) {
    const source = area.overviews.index.get(item)?.vault;
    if (source === undefined) {
      if (successors(area, item).length > 0) continue;
      return fail("not-found", { field: "item" });
    }
    const allowed = mayWrite(area, source);
    if (!allowed.ok) return allowed;
    const older = olderShown(area, item);
    if (!older.ok) return older;
  }
  return ok(true);
}

async function giveTo(acts: VaultActs, vault: VaultId, people: readonly UserId[]): Promise<Result<true>> {
  if (people.length === 0) return ok(true);
  const changes = people.map((user) => ({ user, group: null, permission: "use" as const, end: null }));
  return act(acts, { type: "vault-access", vault, changes });
}

/** The new items, in the order of the old ones. */
async function moveAll(area: ItemsArea, items: readonly ItemId[], vault: VaultId): Promise<Result<ItemId[]>> {
  const made = new Map<ItemId, ItemId>();
  for (const item of items) {
    const before = successors(area, item).find((row) => row.vault === vault);
    if (before !== undefined) made.set(item, before.item);
  }
  const left = items.filter((item) => !made.has(item));
  for (let at = 0; at < left.length; at += atOnce) {
    const part = left.slice(at, at + atOnce);
    const moved = await moveItems(area, part, vault);
    if (!moved.ok) return moved;
    for (const [place, item] of part.entries()) made.set(item, moved.value.items[place] as ItemId);
  }
  return ok(items.map((item) => made.get(item) as ItemId));
}

/** Items that this one became by being moved. */
function successors({ overviews }: ItemsArea, item: ItemId) {
  return overviews.index.fromSource(movedFrom(item));
}
