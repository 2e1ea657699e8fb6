/**
 * Who really said what an item says of its second factor: each statement by the version that brought it, because later versions
 * carry it on under other people's signatures [protocol: Vault chain].
 */
import type { ItemId, UserId } from "../../../../shared/encoding/ids.ts";
import { equalValues } from "../../../../shared/model/field-merge.ts";
import type { SecondFactor } from "../../../../shared/model/item-parts.ts";
import type { SignedStatement } from "../../../../shared/model/second-factor/state.ts";
import { findEnvelope } from "../../local/named-bytes.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { openOverview } from "../overviews/item-opening.ts";
import type { ItemView } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/** So many versions are looked through; what was said before is somebody's word no more. */
const mostOpened = 200;

/** The version that is looked at, with what it says. */
type Stating = Pick<ItemView, "vault" | "version" | "isDraft"> & {
  body: { overview: Pick<ItemView["body"]["overview"], "secondFactor"> };
};

/** A statement, and the version that brought it. `signer` null: it cannot be told who did. */
type Brought = { stated: SecondFactor | null; signer: UserId | null; signedAt: number };

/** What the item says, with who signed it; null: nothing, or nobody can tell whose word it is (`isUnsigned`). */
export async function signedStatement(
  area: ItemsCore,
  item: ItemId,
  view: Stating,
): Promise<{ statement: SignedStatement | null; isUnsigned: boolean }> {
  const stated = view.body.overview.secondFactor;
  if (stated === null) return { statement: null, isUnsigned: false };
  const brought = await broughtBy(area, item, view);
  const [shown] = brought;
  const now = area.unlocked.ports.clock.now();
  const own = area.unlocked.profile.user;
  // Not in the chain: it is a draft of this computer, which its person signs.
  const isDrafted = view.isDraft && (shown === undefined || !equalValues(shown.stated, stated));
  const signed = isDrafted ? { signer: own, signedAt: now } : shown;
  if (signed === undefined || signed.signer === null || !equalValues(isDrafted ? stated : shown?.stated, stated))
    return { statement: null, isUnsigned: true };
  const statement = { ...stated, signer: signed.signer, signedAt: signed.signedAt as SignedStatement["signedAt"] };
  const earlier = isDrafted ? brought : brought.slice(1);
  // One person alone could name anybody as the one who asked.
  if (stated.state === "exempt" && statement.signer !== stated.by && !earlier.some((one) => isAskedIn(one, stated)))
    return { statement: null, isUnsigned: true };
  return { statement, isUnsigned: false };
}

/** Whether it is the same exemption, asked for and signed by the person for whom it speaks. */
function isAskedIn({ stated, signer }: Brought, { by, until, reason, approver }: SecondFactor): boolean {
  if (stated === null || stated.state !== "exempt" || signer !== by || stated.by !== by) return false;
  return stated.until === until && stated.reason === reason && stated.approver === approver;
}

/** The statements that the item had, the newest first. */
async function broughtBy(area: ItemsCore, item: ItemId, { vault, version }: Stating): Promise<Brought[]> {
  const { unlocked } = area;
  const found = await unlocked.history.versions(vault, item);
  const all = found.ok ? found.value : unlocked.history.held(vault, item);
  const puts = all.filter((one) => one.op === "put" && one.version <= version).slice(0, mostOpened + 1);
  const hashes = puts.flatMap(({ overview }) => (overview === null ? [] : [overview.hash]));
  if (hashes.some((hash) => findEnvelope(unlocked.db, hash) === null)) await unlocked.vaults.envelopes(vault, hashes);
  const brought: Brought[] = [];
  for (const [at, put] of puts.entries()) {
    const stated = at < mostOpened ? statedIn(area, put) : undefined;
    const last = brought.at(-1);
    if (stated === undefined) {
      // Whether the one after it brought its statement, or only carried it on, cannot be told any more.
      if (last !== undefined) last.signer = null;
      break;
    }
    const signed = { signer: put.author.user, signedAt: put.time };
    if (last !== undefined && equalValues(last.stated, stated)) Object.assign(last, signed);
    else brought.push({ stated, ...signed });
  }
  return brought;
}

/** Undefined where it does not open. */
function statedIn({ unlocked }: ItemsCore, version: ItemVersion): SecondFactor | null | undefined {
  if (version.overview === null || version.purgedBy !== undefined) return undefined;
  const opened = openOverview(unlocked, version, findEnvelope(unlocked.db, version.overview.hash));
  return opened.state === "good" ? opened.value.secondFactor : undefined;
}
