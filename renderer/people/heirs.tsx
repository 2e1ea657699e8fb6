/** Who goes on with what somebody alone managed: one row for each vault and group, before a person or a computer is taken out. */
import { useId, useState } from "react";
import type { MemberRemoval, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Select } from "../ui/inputs.tsx";
import { markedName } from "../vaults/known-person.tsx";

type Heir = MemberRemoval["heirs"][number];
const ofHeir = ({ vault, group }: Heir) => ({ ...(vault && { vault }), ...(group && { group }) });
type Chosen = Readonly<Record<string, string>>;

/** What an heir is for, as a key of what was chosen. */
const placeOf = ({ vault, group }: Heir): string => vault ?? group ?? "";

/** The rows, null where nobody is needed, and the heirs as the act takes them. */
export function useHeirs(needed: readonly Heir[], members: MemberShape[]) {
  const [picked, setPicked] = useState<Chosen>({});
  const chosen = needed.map((heir) => ({ ...ofHeir(heir), user: picked[placeOf(heir)] ?? heir.user }));
  const rows =
    needed.length === 0 ? null : (
      <Heirs
        heirs={needed}
        members={members}
        chosen={picked}
        onChoose={(place, user) => setPicked({ ...picked, [place]: user })}
      />
    );
  return { chosen, rows };
}

type HeirsProps = {
  heirs: readonly Heir[];
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
    if (found?.self === true) return words.people.youAsHeir;
    return found === undefined ? "" : markedName(found);
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
