/** Taking a person out of the team: what happens is said first, who goes on with what they alone managed is chosen here, and a word is typed. */
import { Archive, KeyRound, TicketX, UsersRound, Vault } from "lucide-react";
import { useId, useState } from "react";
import type { MemberRemoval, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { Select, TextField } from "../ui/inputs.tsx";

type Heir = MemberRemoval["heirs"][number];
const ofHeir = ({ vault, group }: Heir) => ({ ...(vault && { vault }), ...(group && { group }) });
type Chosen = Readonly<Record<string, string>>;
type RemoveProps = { member: MemberShape; members: MemberShape[]; onClose(): void };

/** What an heir is for, as a key of what was chosen. */
const placeOf = ({ vault, group }: Heir): string => vault ?? group ?? "";

/** Shown once it is known what the removal would do. */
export function RemovePerson(props: RemoveProps) {
  const removal = useAnswer("member.removal", { user: props.member.user }).value;
  return removal === undefined ? null : <RemoveDialog {...props} removal={removal} />;
}

function RemoveDialog({ member, members, onClose, removal }: RemoveProps & { removal: MemberRemoval }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Chosen>({});
  const [isBusy, setBusy] = useState(false);
  const [first = member.name] = member.name.split(" ");
  const remove = async (): Promise<void> => {
    setBusy(true);
    const heirs = removal.heirs.map((heir) => ({ ...ofHeir(heir), user: chosen[placeOf(heir)] ?? heir.user }));
    const removed = await call("member.remove", { user: member.user, heirs });
    setBusy(false);
    if (!removed.ok) return tellFailure(removed.failure);
    tell(words.people.removed(member.name));
    onClose();
  };
  return (
    <Dialog
      title={words.people.removeTitle(member.name)}
      note={words.people.removeNote(first)}
      done={words.people.removeDone(first)}
      isFinal
      isBusy={isBusy}
      canDo={typed.trim().toLowerCase() === words.people.removeWord}
      onClose={onClose}
      onDone={() => void remove()}
      below={
        <TextField
          label={words.people.removeType}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          note={<p className="meta input-note">{words.people.removeAgain(first)}</p>}
        />
      }
    >
      <Facts first={first} removal={removal} />
      {removal.heirs.length > 0 && (
        <Heirs
          heirs={removal.heirs}
          members={members}
          chosen={chosen}
          onChoose={(place, user) => setChosen({ ...chosen, [place]: user })}
        />
      )}
    </Dialog>
  );
}

function Facts({ first, removal }: { first: string; removal: MemberRemoval }) {
  const { vaults, archived, groups, invites, seen } = removal;
  return (
    <div>
      <Fact icon={KeyRound}>{words.people.removeKeys(vaults.length - archived.length)}</Fact>
      {archived.length > 0 && <Fact icon={Archive}>{words.people.removeArchived(archived.length)}</Fact>}
      <Fact icon={Vault}>{words.people.removePersonal(first)}</Fact>
      {groups.length > 0 && <Fact icon={UsersRound}>{words.people.removeGroups(first, groups.length)}</Fact>}
      {invites > 0 && <Fact icon={TicketX}>{words.people.removeInvites(first, invites)}</Fact>}
      <p className="meta dialog-note">{words.people.removeSeen(first, seen)}</p>
    </div>
  );
}

type HeirsProps = {
  heirs: MemberRemoval["heirs"];
  members: MemberShape[];
  chosen: Chosen;
  onChoose(place: string, user: string): void;
};

function Heirs({ heirs, members, chosen, onChoose }: HeirsProps) {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  return (
    <section>
      <h3 className="section block-head">{words.people.goesTo}</h3>
      {heirs.map((heir) => (
        <HeirRow
          key={placeOf(heir)}
          heir={heir}
          vault={vaults.find(({ vault }) => vault === heir.vault)}
          members={members}
          user={chosen[placeOf(heir)] ?? heir.user}
          onChoose={(user) => onChoose(placeOf(heir), user)}
        />
      ))}
    </section>
  );
}

type RowProps = {
  heir: Heir;
  vault: VaultShape | undefined;
  members: MemberShape[];
  user: string;
  onChoose(user: string): void;
};

function HeirRow({ heir, vault, members, user, onChoose }: RowProps) {
  const id = useId();
  const nameOf = (one: string): string => {
    const found = members.find((member) => member.user === one);
    return found?.self === true ? words.people.youAsHeir : (found?.name ?? "");
  };
  return (
    <div className="handover">
      <label className="label" htmlFor={id}>
        {heir.group === undefined ? (vault?.title ?? words.people.hiddenVault) : words.people.aGroup}
      </label>
      <Select id={id} className="wide" value={user} onChange={(event) => onChoose(event.target.value)}>
        {heir.choices.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </Select>
    </div>
  );
}
