/** Groups in the place of people: their list, and the one that is picked. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { isFound } from "../page/fold-text.ts";
import { placeOf } from "../page/list-keys.ts";
import { useCovering } from "../page/use-covering.ts";
import { useStep } from "../page/use-route.ts";
import type { Kept } from "../typed/use-kept-text.ts";
import { SearchField } from "../ui/inputs.tsx";
import { GroupDetail } from "./group-detail.tsx";
import { GroupsList } from "./groups-list.tsx";
import { NewGroup } from "./new-group.tsx";
import { usePeopleKeys } from "./people-keys.ts";

type TabProps = {
  status: AccountStatus;
  members: MemberShape[];
  tabs: ReactNode;
  /** A group that was being made before. */
  resumed: Kept<"newGroup"> | null;
  /** It was made or given up. */
  onResumed(): void;
};

/** Which groups are found, which one is picked, and the arrow keys that move. */
function useGroupsList() {
  const all = useAnswer("group.list", {}).value ?? [];
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const seen = all.filter(({ name }) => isFound(text, name));
  const at = Math.max(
    0,
    seen.findIndex(({ group }) => group === picked),
  );
  const keyPressed = (event: KeyboardEvent): void => {
    const to = placeOf(event, at, seen.length);
    if (to === null) return;
    event.preventDefault();
    setPicked(seen[to]?.group ?? null);
  };
  return { all, text, setText, setPicked, seen, at, keyPressed };
}

/** Draws them. */
export function GroupsTab({ status, members, tabs, resumed, onResumed }: TabProps) {
  const { all, text, setText, setPicked, seen, at, keyPressed } = useGroupsList();
  const [isMaking, setMaking] = useState(resumed !== null);
  const covering = useCovering(true);
  const search = useRef<HTMLInputElement>(null);
  const group = seen[at];
  const make = status.role === "admin" ? () => setMaking(true) : null;
  useStep("groups");
  usePeopleKeys({ search, covering, hasPerson: group !== undefined, invite: make });
  const label = words.groups.search(all.length);
  return (
    <div className="people" data-detail-open={covering.isOpen}>
      <section className="list-col wide" aria-label={words.groups.list}>
        <div className="band">
          <SearchField
            ref={search}
            aria-label={label}
            placeholder={label}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={keyPressed}
          />
        </div>
        <div className="people-list">
          {tabs}
          <GroupsList
            {...{ groups: seen, members, at }}
            onNew={make}
            onPick={(one) => {
              setPicked(one);
              covering.open();
            }}
          />
          {seen.length === 0 && (
            <p className="list-note">{text.trim() === "" ? words.groups.noneYet : words.groups.none(text.trim())}</p>
          )}
        </div>
      </section>
      {group === undefined ? (
        <NoGroup isFirst={all.length === 0} />
      ) : (
        <GroupDetail key={group.group} group={group} members={members} onBack={() => covering.close()} />
      )}
      {isMaking && (
        <NewGroup
          {...{ members, resumed }}
          onClose={() => {
            setMaking(false);
            onResumed();
          }}
          onMade={setPicked}
        />
      )}
    </div>
  );
}

/** None is found, or there is none yet. */
function NoGroup({ isFirst }: { isFirst: boolean }) {
  return (
    <main className="detail">
      <div className="band" />
      {isFirst && (
        <div className="first-scroll">
          <div className="first">
            <h2 className="screen-title">{words.groups.firstTitle}</h2>
            <p className="t2 first-note">{words.groups.firstNote}</p>
          </div>
        </div>
      )}
    </main>
  );
}
