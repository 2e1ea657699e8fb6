/** The rows of the register: each opens its login, and what is missing can be said from here. */
import { Pencil, UsersRound } from "lucide-react";
import type { RegisterRow } from "../../../shared/contract/register-shapes.ts";
import type { MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { shortDay } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { IconButton, Mark } from "../../ui/controls.tsx";
import { isWritable } from "../../vaults/is-writable.ts";
import { memberName } from "../shown/member-name.ts";
import { actsOn, isHere } from "./acts-on.ts";
import { GapBadge } from "./gap-badge.tsx";

type TableProps = {
  rows: RegisterRow[];
  vaults: VaultShape[];
  members: MemberShape[];
  onItem(item: string): void;
  onSay(row: RegisterRow): void;
};

/** The table. */
export function RegisterTable({ rows, vaults, members, onItem, onSay }: TableProps) {
  return (
    <table className="table register-table">
      <thead>
        <tr>
          <th>{words.register.login}</th>
          <th>{words.register.reason}</th>
          <th>{words.register.owner}</th>
          <th>{words.register.deputy}</th>
          <th>{words.register.review}</th>
          <th>
            <span className="only-read">{words.register.status}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line
            key={row.item}
            row={row}
            vault={vaults.find(({ vault }) => vault === row.vault)}
            {...{ members, onItem, onSay }}
          />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = Omit<TableProps, "rows" | "vaults"> & { row: RegisterRow; vault: VaultShape | undefined };

function Line({ row, vault, members, onItem, onSay }: LineProps) {
  const { item, title, shared, gaps } = row;
  const isMine = actsOn(shared, vault, members);
  const canSay = vault !== undefined && isWritable(vault);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="link line register-login"
          aria-label={words.register.open(title)}
          onClick={() => onItem(item)}
        >
          <Mark id={item} name={title} size={24} />
          <span className="cut">{title}</span>
        </button>
      </th>
      <td className="cut" title={shared?.reason}>
        {(shared?.reason ?? "").trim() === "" ? <span className="hatched" aria-hidden="true" /> : shared?.reason}
      </td>
      <td className="cut">
        <Person user={shared?.owner ?? null} {...{ members, isMine }} />
      </td>
      <td className="cut">
        <Person user={shared?.deputy ?? null} {...{ members, isMine }} />
      </td>
      <td>{whenOf(row)}</td>
      <td>
        <span className="line register-end">
          <span className="t2 line" title={words.count.people(vault?.readers.length ?? 0)}>
            <UsersRound size={14} strokeWidth={1.75} aria-hidden="true" />
            <span className="tab">{vault?.readers.length ?? 0}</span>
          </span>
          <span className="grow" />
          <GapBadge gaps={gaps} isMine={isMine} />
          {gaps.length > 0 && canSay && (
            <IconButton icon={Pencil} label={words.register.fill(title)} onClick={() => onSay(row)} />
          )}
        </span>
      </td>
    </tr>
  );
}

function whenOf({ shared }: RegisterRow): string {
  if (shared === null) return "–";
  const { reviewAt, end } = shared;
  if (reviewAt !== null) return shortDay(reviewAt);
  return end === null ? "–" : words.items.ends(shortDay(end));
}

function Person({ user, members, isMine }: { user: string | null; members: MemberShape[]; isMine: boolean }) {
  if (user === null || !isHere(members, user))
    return <span className={isMine ? "register-lacks" : "t2"}>{words.register.nobody}</span>;
  return memberName(user, members);
}
