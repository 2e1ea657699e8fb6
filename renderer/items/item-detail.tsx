/** One item: fields in reading order, who can open it, what came before. */
import { TriangleAlert } from "lucide-react";
import type { ItemDetail as Detail, ItemRow, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { useKeys } from "../page/keys.ts";
import { FactorPart, useFactor } from "../second-factor/factor-part.tsx";
import { Mark } from "../ui/controls.tsx";
import { Alert } from "../ui/rows.tsx";
import { StateOf } from "../vaults/vault-state.tsx";
import { itemActs } from "./acts/item-acts.ts";
import { codesVault } from "./codes/codes-vault.ts";
import { RecoveryBlock } from "./codes/recovery-block.tsx";
import { ConflictBlock } from "./conflict-block.tsx";
import { DetailBand } from "./detail-band.tsx";
import { DetailFields } from "./detail-fields.tsx";
import type { DetailProps } from "./detail-props.ts";
import { History } from "./history.tsx";
import { WhyBlock } from "./register/why-block.tsx";
import { useReveal } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";
import { UnsentNote } from "./unsent-note.tsx";
import { useVersion } from "./use-version.tsx";
import { WhoCanOpen } from "./who-can-open.tsx";

/** The right pane, or one of the item's older versions over it. */
export function ItemDetail(props: DetailProps) {
  const { detail } = props.shown;
  const { open, view } = useVersion(detail, props.members);
  return view ?? <Pane {...props} onVersion={open} />;
}

function Pane({ onVersion, ...props }: DetailProps & { onVersion(version: number): void }) {
  const { shown, vault, members } = props;
  const { row, detail, failure } = shown;
  const reveal = useReveal(row.item, "password");
  const factor = useFactor(row);
  useKeys({
    reveal: () => {
      if (detail?.fields.some(({ field }) => field === "password") !== true) return false;
      reveal.toggle();
      return true;
    },
    history: () => {
      const before = detail?.history[1];
      if (before !== undefined) onVersion(before.version);
      return before !== undefined;
    },
  });
  const isShared = vault !== undefined && vault.kind === "shared";
  const canShare = itemActs.share.applies({ row, detail, vault });
  return (
    <main className="detail" aria-label={row.title}>
      <DetailBand {...props} />
      <div className="detail-cols">
        <div className="detail-body">
          <header className="detail-head not-small">
            <Mark id={row.item} name={row.title} size={40} />
            <div className="detail-title grow">
              <h2 className="screen-title title-text">{row.title}</h2>
              <p className="meta">{about(row, detail, members, isShared)}</p>
            </div>
          </header>
          {vault?.state === "stopped" && <StateOf vault={vault} members={members} onRestart={null} />}
          <Unusual row={row} members={members} />
          {failure !== null && <Alert icon={TriangleAlert} title={sentence(failure)} />}
          {detail !== null && (
            <>
              <ConflictBlock detail={detail} members={members} />
              <DetailFields {...props} detail={detail} reveal={reveal} />
              {vault !== undefined && (
                <WhoCanOpen vault={vault} members={members} onShare={canShare ? () => props.onAct("share") : null} />
              )}
            </>
          )}
        </div>
        <aside className="detail-aside" aria-label={words.items.facts}>
          {detail !== null && factor.isAnswered && (
            <>
              <FactorPart row={row} factor={factor} members={members} nameOf={(user) => memberName(user, members)} />
              <Facts {...props} detail={detail} />
              <History item={row.item} detail={detail} members={members} selected={null} onOpen={onVersion} />
            </>
          )}
        </aside>
      </div>
    </main>
  );
}

/** What is said about it beside its values: of a login its recovery codes, and why it is shared. */
function Facts({ detail, ...props }: DetailProps & { detail: Detail }) {
  const { vault, members } = props;
  const isLogin = detail.kind === "login";
  return (
    <>
      {isLogin && (
        <RecoveryBlock
          detail={detail}
          members={members}
          onItem={props.onItem}
          onAdd={detail.editable ? () => addCodes(props, detail) : null}
        />
      )}
      {vault?.kind === "shared" && (isLogin || detail.sharedLogin !== null) && (
        <WhyBlock detail={detail} vault={vault} members={members} />
      )}
    </>
  );
}

/** Apart from the login, with those who manage it. */
function addCodes({ vaults, onNew }: DetailProps, { item, vault, title }: Detail): void {
  const apart = codesVault(vaults, vault);
  const of = { login: item, title: words.recoveryCodes.of(title) };
  onNew("recovery-codes", apart === null ? of : { ...of, vault: apart });
}

function about(row: ItemRow, detail: Detail | null, members: MemberShape[], isShared: boolean): string {
  const kind = words.items.about(words.items.kinds[row.kind], isShared);
  const last = detail?.history[0];
  if (last === undefined) return kind;
  const who = members.find(({ user }) => user === last.user);
  const name = who === undefined ? "" : who.self ? words.items.you.toLowerCase() : who.name;
  return `${kind} ${words.items.changedBy(shortDay(last.time), name)}`;
}

/** What is not as usual with this item. */
function Unusual({ row, members }: { row: ItemRow; members: MemberShape[] }) {
  const { damaged } = row;
  const who = memberName(damaged?.user, members);
  return (
    <>
      {damaged !== undefined && (
        <Alert icon={TriangleAlert} tone="act" title={words.items.damagedTitle}>
          {words.items.damagedNote(who)}
        </Alert>
      )}
      <UnsentNote row={row} />
    </>
  );
}
