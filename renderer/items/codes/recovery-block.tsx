/** At a login: its recovery codes, as far as this person may open them, how many are left and who keeps them. */
import { Plus, TriangleAlert } from "lucide-react";
import type { ItemDetail, MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { Badge, Button } from "../../ui/controls.tsx";
import { shortName } from "../shown/member-name.ts";
import { codesLow } from "./codes-low.ts";

type BlockProps = {
  detail: ItemDetail;
  members: MemberShape[];
  onItem(item: string): void;
  /** Null where this person cannot save any. */
  onAdd: (() => void) | null;
};

/** Nothing where there is nothing to say or do. */
export function RecoveryBlock({ detail, members, onItem, onAdd }: BlockProps) {
  const { recovery = [] } = detail;
  const vaults = useAnswer("vault.list", {}, recovery.length > 0).value ?? [];
  if (recovery.length === 0 && onAdd === null) return null;
  return (
    <section className="aside-block">
      <h3 className="section">{words.recoveryCodes.title}</h3>
      {recovery.map(({ item, vault, codes, left }) => (
        <div key={item} className="aside-lines">
          <span className="line">
            <button type="button" className="link underlined grow cut" onClick={() => onItem(item)}>
              {words.recoveryCodes.left(codes, left)}
            </button>
            {codesLow(left) && (
              <Badge icon={TriangleAlert} tone="att" small>
                {words.recoveryCodes.lowBadge}
              </Badge>
            )}
          </span>
          <span className="meta">{keptBy(vaults, vault, members)}</span>
        </div>
      ))}
      {recovery.length === 0 && onAdd !== null && (
        <Button kind="quiet" className="add-line" onClick={onAdd}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.recoveryCodes.add}
        </Button>
      )}
    </section>
  );
}

function keptBy(vaults: readonly VaultShape[], vault: string, members: MemberShape[]): string {
  const readers = vaults.find((one) => one.vault === vault)?.readers ?? [];
  const self = members.find((one) => one.self)?.user;
  const others = readers.filter(({ user }) => user !== self).map(({ user }) => shortName(user, members));
  return words.recoveryCodes.keptBy(
    readers.length > others.length ? [...others, words.items.you.toLowerCase()] : others,
  );
}
