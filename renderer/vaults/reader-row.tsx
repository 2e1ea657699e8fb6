/** One person, or one group, in a vault's sheet: what they may do, until when, whether they hold the key. */
import { Ellipsis, Hourglass, KeyRound, LogOut, UserMinus, UsersRound } from "lucide-react";
import type { Permission } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar, Badge, IconButton } from "../ui/controls.tsx";
import { Select } from "../ui/inputs.tsx";
import { ActMenu } from "../ui/menu.tsx";
import { ChangedBadge, ComparedMark } from "./known-person.tsx";
import { permissions } from "./permissions.ts";
import type { Reader } from "./reader.ts";

const dayMs = 86_400_000;
const soonDays = 30;

type RowProps = {
  reader: Reader;
  canManage: boolean;
  /** Whether "…" leads to something: taking somebody's access away, or leaving. */
  canTakeOut: boolean;
  /** By the clock that counts, which may be ahead of the one on the wall. */
  hasEnded: boolean;
  onChange(to: Permission): void;
  onTakeOut(): void;
};

/** A row of the table. */
export function ReaderRow({ reader, canManage, canTakeOut, hasEnded, onChange, onTakeOut }: RowProps) {
  const { access, kind, name, isSelf } = reader;
  return (
    <tr>
      <th scope="row">
        <ReaderName reader={reader} />
      </th>
      <td>
        {canManage && !isSelf ? (
          <Select
            isQuiet
            aria-label={words.vault.mayOf(name)}
            value={access.permission}
            onChange={(event) => onChange(event.target.value as Permission)}
          >
            {permissions.map((one) => (
              <option key={one} value={one}>
                {words.vault[one]}
              </option>
            ))}
          </Select>
        ) : (
          <span className="t2">{words.vault[access.permission]}</span>
        )}
      </td>
      <td>
        <Until end={access.end} hasEnded={hasEnded} />
      </td>
      <td>
        {access.keyPending === true ? (
          <Badge icon={KeyRound}>{words.vault.waits}</Badge>
        ) : (
          <span className="t3 small">{kind === "person" && words.vault.holds}</span>
        )}
      </td>
      <td className="acts-cell">
        {canTakeOut && (
          <ActMenu
            acts={[
              {
                icon: isSelf ? LogOut : UserMinus,
                label: isSelf ? words.vault.leave : words.vault.takeOut,
                onAct: onTakeOut,
              },
            ]}
          >
            <IconButton icon={Ellipsis} label={words.vault.actsOf(name)} />
          </ActMenu>
        )}
      </td>
    </tr>
  );
}

/** Who it is, whether they were compared, and what they are. */
function ReaderName({ reader }: { reader: Reader }) {
  const { name, about, compared } = reader;
  return (
    <span className="person-cell">
      <ReaderMark reader={reader} />
      <span className="cut">
        <span className="line known-line">
          <span className="row-title cut">{name}</span>
          <ComparedMark compared={compared} />
          <ChangedBadge compared={compared} />
        </span>
        <span className="meta cut block-line">{about}</span>
      </span>
    </span>
  );
}

function ReaderMark({ reader: { kind, id, name } }: { reader: Reader }) {
  return kind === "group" ? (
    <UsersRound size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
  ) : (
    <Avatar id={id} name={name} size={24} />
  );
}

function Until({ end, hasEnded }: { end: number | undefined; hasEnded: boolean }) {
  if (end === undefined) return <span className="t3 small">{words.vault.noEnd}</span>;
  if (hasEnded || end <= Date.now()) {
    return (
      <Badge icon={Hourglass}>
        {words.vault.ended(shortDay(end))}
        <span className="not-small in-days">{words.vault.beingRemoved}</span>
      </Badge>
    );
  }
  const days = Math.max(0, Math.ceil((end - Date.now()) / dayMs));
  return (
    <Badge icon={Hourglass}>
      {shortDay(end)}
      {days <= soonDays && <span className="not-small in-days">{words.vault.inDays(days)}</span>}
    </Badge>
  );
}
