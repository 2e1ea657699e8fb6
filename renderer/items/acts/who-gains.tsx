/** Two columns: who gains access by a move, and who loses it. */
import { Minus, Plus } from "lucide-react";
import type { MemberShape, ReaderShape } from "../../../shared/contract/shapes.ts";
import { shortDay } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { Avatar } from "../../ui/controls.tsx";
import { Doubts } from "../../vaults/known-person.tsx";
import { memberName } from "../shown/member-name.ts";
import type { Changes } from "./who-changes.ts";

const shownPeople = 4;
const shownKept = 3;

/** Draws them; below, who can open it before and after. */
export function WhoChanges({ changes, members }: { changes: Changes; members: MemberShape[] }) {
  const { gain, lose, keep } = changes;
  return (
    <>
      <div className="who-changes">
        <section data-tone={gain.length > 0 ? "ok" : "plain"}>
          <h3 className="who-head">
            <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
            {words.itemActs.gain(gain.length)}
          </h3>
          <People list={gain} members={members} factOf={({ permission }) => words.items.can[permission]} />
        </section>
        <section data-tone={lose.length > 0 ? "act" : "plain"}>
          <h3 className="who-head">
            <Minus size={16} strokeWidth={1.75} aria-hidden="true" />
            {words.itemActs.lose(lose.length)}
          </h3>
          <People
            list={lose}
            members={members}
            factOf={({ permission, end }) =>
              end === undefined ? words.items.can[permission] : words.itemActs.had(shortDay(end))
            }
          />
        </section>
      </div>
      <Doubts users={gain.map(({ user }) => user)} members={members} />
      {keep.length > 0 && (
        <p className="line who-keep">
          {keep.slice(0, shownKept).map((one) => (
            <Avatar key={one.user} id={one.user} name={memberName(one.user, members)} size={20} />
          ))}
          <span className="t2">{words.itemActs.keep(keptNames(keep, members))}</span>
        </p>
      )}
    </>
  );
}

type PeopleProps = { list: ReaderShape[]; members: MemberShape[]; factOf(one: ReaderShape): string };

function People({ list, members, factOf }: PeopleProps) {
  const more = list.length - shownPeople;
  return (
    <ul className="who-list">
      {list.slice(0, more === 1 ? shownPeople + 1 : shownPeople).map((one) => (
        <li key={one.user} className="line">
          <Avatar id={one.user} name={memberName(one.user, members)} size={24} />
          <span className="cut">
            <span className="cut who-name">{nameOf(one, members)}</span>
            <span className="meta">{factOf(one)}</span>
          </span>
        </li>
      ))}
      {more > 1 && <li className="meta">{words.itemActs.more(more)}</li>}
    </ul>
  );
}

function nameOf({ user }: ReaderShape, members: MemberShape[]): string {
  return members.find((member) => member.user === user)?.self === true ? words.items.you : memberName(user, members);
}

function keptNames(keep: ReaderShape[], members: MemberShape[]): string {
  const names = keep.slice(0, shownKept).map((one) => nameOf(one, members));
  const more = keep.length - names.length;
  if (more > 0) return `${names.join(", ")} ${words.itemActs.more(more)}`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
