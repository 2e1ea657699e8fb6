/** Moving items to another vault: who gains and who loses is said before; sharing is a move to where others can open it. */
import { History, Link, Lock, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ItemRow, MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { typedItemsMost } from "../../../shared/model/typed-kinds.ts";
import type { GateQuestion } from "../../client/gate-questions.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { type Kept, useKeptText } from "../../typed/use-kept-text.ts";
import { Dialog, Fact } from "../../ui/dialog.tsx";
import { Select } from "../../ui/inputs.tsx";
import { GateWarning } from "../../vaults/gate-warning.tsx";
import { isWritable } from "../../vaults/is-writable.ts";
import { vaultTitle } from "../../vaults/vault-title.ts";
import { isAlone } from "./item-acts.ts";
import { moveBack, moveTo, type Target } from "./move-to.ts";
import { NewVaultFields } from "./new-vault-fields.tsx";
import { calledItems, undoOffer } from "./remove-items.ts";
import { whoChanges } from "./who-changes.ts";
import { WhoChanges } from "./who-gains.tsx";

type MoveProps = {
  rows: ItemRow[];
  vaults: VaultShape[];
  members: MemberShape[];
  /** So many that were chosen too lie where this person only views. */
  staying?: number | undefined;
  /** Only to where others can open it too, or to a new vault. */
  isShare: boolean;
  /** Where a drop asked for it. */
  first?: string | undefined;
  /** The new vault, as it was typed before. */
  resumed?: Kept<"move"> | undefined;
  onClose(): void;
  /** The new items, in the order of the rows. */
  onMoved(items: string[]): void;
};

const newVault = "new";

/** Where the items go, as it is chosen. */
function useTarget({ rows, vaults, members, isShare, first, resumed }: MoveProps) {
  const targets = targetsOf(vaults, rows, isShare);
  const start = targets.find(({ vault }) => vault === first) ?? targets[0];
  const [chosen, setChosen] = useState(resumed === undefined ? (start?.vault ?? newVault) : newVault);
  const [title, setTitle] = useState(resumed?.text.title ?? "");
  const [people, setPeople] = useState<ReadonlySet<string>>(new Set(resumed?.text.people));
  const existing = targets.find(({ vault }) => vault === chosen);
  const self = members.find((member) => member.self)?.user ?? "";
  const target: Target =
    existing === undefined ? { title: title.trim(), people: [...people] } : { vault: existing.vault };
  const readers = existing?.readers ?? [
    { user: self, permission: "manage" as const },
    ...[...people].map((user) => ({ user, permission: "use" as const })),
  ];
  const name = existing === undefined ? title.trim() : vaultTitle(existing);
  return { targets, chosen, setChosen, title, setTitle, people, setPeople, existing, target, readers, name };
}

/** The dialog; the choice of the vault has the focus first. */
export function MoveDialog(props: MoveProps) {
  const { rows, vaults, members, isShare, staying = 0, resumed, onMoved } = props;
  const to = useTarget(props);
  const kept = useKeptText(resumed?.typed ?? null, keptOf(props, to));
  const onClose = (): void => {
    void kept.end();
    props.onClose();
  };
  const [isBusy, setBusy] = useState(false);
  const sources = vaults.filter(({ vault }) => rows.some((row) => row.vault === vault));
  const changes = whoChanges(sources, { readers: to.readers });
  const opens: GateQuestion = { items: rows.map(({ item }) => item).slice(0, 500), into: to.existing?.vault ?? null };
  const move = async (): Promise<void> => {
    setBusy(true);
    const { done, made, failure } = await moveTo(rows, to.target);
    setBusy(false);
    if (done.length === 0) return failure === null ? undefined : tellFailure(failure);
    onClose();
    tell(
      words.itemActs.moved(calledItems(done), to.name),
      undoOffer(() => void moveBack(done, made)),
    );
    // Last: the offer comes back once it was read.
    if (failure !== null) tellFailure(failure);
    onMoved(made);
  };
  return (
    <Dialog
      name={isShare ? "item-share" : "item-move"}
      title={titleOf(rows, isShare)}
      note={isShare ? words.itemActs.shareNote : nowIn(sources)}
      onClose={onClose}
      onDone={() => void move()}
      done={doneOf(rows, isShare)}
      isBusy={isBusy}
      canDo={to.name !== ""}
    >
      <ChooseTarget targets={to.targets} chosen={to.chosen} onChoose={to.setChosen} />
      {to.existing === undefined && (
        <NewVaultFields
          isOnly={to.targets.length === 0}
          title={to.title}
          onTitle={to.setTitle}
          members={members.filter((one) => !one.self && one.state === "active")}
          people={to.people}
          onPeople={to.setPeople}
        />
      )}
      <WhoChanges changes={changes} members={members} />
      <GateWarning question={changes.gain.length === 0 ? null : opens} />
      <div>
        <Fact icon={Link}>{words.itemActs.linkStays}</Fact>
        <Fact icon={History}>{versionsStay(sources)}</Fact>
        {staying > 0 && <Fact icon={Lock}>{words.itemActs.staying(staying)}</Fact>}
        {changes.lose.length > 0 && <Fact icon={TriangleAlert}>{knownTo(rows)}</Fact>}
      </div>
    </Dialog>
  );
}

/** Where they go is chosen again with one press; the name of a new vault, and who sees it, is kept. */
function keptOf({ rows, isShare }: MoveProps, { existing, title, people }: ReturnType<typeof useTarget>) {
  if (existing !== undefined || title === "" || rows.length > typedItemsMost) return null;
  return { kind: "move" as const, items: rows.map(({ item }) => item), isShare, title, people: [...people] };
}

type ChooseProps = { targets: VaultShape[]; chosen: string; onChoose(vault: string): void };

function ChooseTarget({ targets, chosen, onChoose }: ChooseProps) {
  return (
    <div>
      <label className="label" htmlFor="move-to">
        {words.itemActs.to}
      </label>
      <Select
        id="move-to"
        className="wide"
        value={chosen}
        onChange={(event) => onChoose(event.target.value)}
        // Without another choice the name of the new vault comes first.
        {...(targets.length > 0 ? { "data-autofocus": true } : {})}
      >
        {targets.map((one) => (
          <option key={one.vault} value={one.vault}>
            {words.itemActs.target(vaultTitle(one), one.count, one.readers.length)}
          </option>
        ))}
        <option value={newVault}>{words.itemActs.newVault}</option>
      </Select>
    </div>
  );
}

function knownTo(rows: ItemRow[]): string {
  const [only] = rows;
  return only !== undefined && rows.length === 1 ? words.itemActs.known(only.title) : words.itemActs.knownMany;
}

/** Where they may go: vaults in which this person writes, and in which none of them lies. */
function targetsOf(vaults: VaultShape[], rows: ItemRow[], isShare: boolean): VaultShape[] {
  return vaults.filter(
    (one) => isWritable(one) && !rows.some(({ vault }) => vault === one.vault) && (!isShare || !isAlone(one)),
  );
}

function titleOf(rows: ItemRow[], isShare: boolean): string {
  const [only] = rows;
  if (only === undefined || rows.length > 1) return words.itemActs.moveManyTitle(rows.length);
  return isShare ? words.itemActs.shareTitle(only.title) : words.itemActs.moveTitle(only.title);
}

function doneOf(rows: ItemRow[], isShare: boolean): string {
  const [only] = rows;
  if (only === undefined || rows.length > 1) return words.itemActs.moveManyDone(rows.length);
  return isShare ? words.itemActs.shareDone(only.title) : words.itemActs.moveDone(only.title);
}

function nowIn(sources: VaultShape[]): string {
  const [only] = sources;
  if (only === undefined || sources.length > 1) return words.itemActs.nowInMany(sources.length);
  return words.itemActs.nowIn(vaultTitle(only), only.readers.length);
}

function versionsStay(sources: VaultShape[]): string {
  const [only] = sources;
  if (only === undefined || sources.length > 1) return words.itemActs.versionsStayMany;
  return words.itemActs.versionsStay(vaultTitle(only));
}
