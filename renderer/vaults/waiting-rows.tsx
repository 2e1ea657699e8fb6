/** Access to a vault that waits until teammates' apps were seen: rows of its sheet, where the access will be. */
import { Hourglass, TriangleAlert, UsersRound, X } from "lucide-react";
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { stateOf } from "../page/act-state.ts";
import { Avatar, Badge, IconButton } from "../ui/controls.tsx";
import { cancelAct, whatOf } from "./queued-act.ts";
import { groupName } from "./reader.ts";

type RowsProps = { vault: VaultShape; members: MemberShape[]; groups: GroupShape[] };

/** None while nothing waits. */
export function WaitingRows({ vault, members, groups }: RowsProps) {
  const acts = useAnswer("act.list", {}).value ?? [];
  return acts
    .filter((act) => act.vault === vault.vault && act.permission !== undefined)
    .map((act) => <WaitingRow key={act.act} {...{ act, vault, members, groups }} />);
}

function WaitingRow({ act, vault, members, groups }: RowsProps & { act: QueuedAct }) {
  const member = members.find(({ user }) => user === act.users[0]);
  const group = groups.find((one) => one.group === act.group);
  const name = act.group === undefined ? (member?.name ?? words.items.somebody) : groupName(group);
  const isStopped = act.problem !== undefined;
  const label = words.acts.cancelOf(whatOf(act, { members, groups, vaults: [vault] }));
  return (
    <tr className="waiting-row">
      <th scope="row">
        <span className="person-cell">
          {act.group === undefined ? (
            <Avatar id={act.users[0] ?? ""} name={name} size={24} />
          ) : (
            <UsersRound size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
          )}
          <span className="cut">
            <span className="row-title cut block-line">{name}</span>
            <span className="meta block-line">{stateOf(act, members)}</span>
          </span>
        </span>
      </th>
      <td className="t2">{act.permission !== undefined && words.vault[act.permission]}</td>
      <td />
      <td>
        <Badge icon={isStopped ? TriangleAlert : Hourglass}>{isStopped ? words.acts.notDone : words.acts.waits}</Badge>
      </td>
      <td className="acts-cell">
        <IconButton icon={X} label={label} onClick={() => void cancelAct(act)} />
      </td>
    </tr>
  );
}
