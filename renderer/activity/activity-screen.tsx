/** Activity: what was done here, or by everybody, day by day, with what is missing drawn as a gap; at the right one event of it. */
import { type RefObject, useMemo, useRef, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId, UserId } from "../../shared/encoding/ids.ts";
import { activityTypes } from "../../shared/model/activity.ts";
import { itemLink } from "../../shared/model/item-links.ts";
import { useAnswer } from "../client/client.ts";
import { GivenPastRule } from "../page/given-past.tsx";
import { useKeys } from "../page/keys.ts";
import { useCovering } from "../page/use-covering.ts";
import { useRoute } from "../page/use-route.ts";
import { SearchField, Select } from "../ui/inputs.tsx";
import { ActivityChart } from "./activity-chart.tsx";
import { ActivityDetail } from "./activity-detail.tsx";
import { ActivityFilters } from "./activity-filters.tsx";
import { ActivityList, movedBy } from "./activity-list.tsx";
import { type Chosen, type Line, linesOf, type Names, type Readers } from "./activity-rows.ts";
import { ExportMenu } from "./export-menu.tsx";
import { type ActivityOf, useActivity } from "./use-activity.ts";

const ranges = [7, 30, 90];

type ScreenProps = { members: MemberShape[]; onItem(address: string): void };

/** The screen. */
export function ActivityScreen({ members, onItem }: ScreenProps) {
  useRoute("activity");
  const [days, setDays] = useState(30);
  const [user, setUser] = useState<UserId | undefined>(undefined);
  const filter = useFilter();
  const activity = useActivity({ days, user, types: filter.types, isSearched: filter.text.trim() !== "" });
  const readers = useReaders(members, activity.page);
  const { lines, at, isPicked, pick, move } = useLines(activity, filter, readers);
  const search = useRef<HTMLInputElement>(null);
  const covering = useCovering(true);
  useKeys({
    search: () => {
      covering.close(search.current);
      search.current?.focus();
      search.current?.select();
      return true;
    },
    main: () => lines[at] !== undefined && covering.enter(),
  });
  return (
    <div className="activity" data-detail-open={covering.isOpen}>
      <section className="list-col" aria-label={words.section.activity}>
        <Band
          {...{ days, user, filter, search, move }}
          onDays={setDays}
          onUser={setUser}
          people={peopleOf(members, readers)}
        />
        <p className="activity-note meta">{words.activity.note[readers.of]}</p>
        <Answered {...{ activity, filter }} names={readers.names} />
        {lines.length === 0 ? (
          <p className="list-note grow">{noneOf(activity, filter, days)}</p>
        ) : (
          <ActivityList
            {...{ lines, readers, isPicked }}
            onEnd={activity.more}
            filter={`${days} ${user ?? ""} ${filter.chosen} ${filter.text}`}
            selected={at}
            onMove={move}
            onPick={(picked) => {
              pick(picked);
              covering.open();
            }}
          />
        )}
      </section>
      <ActivityDetail
        line={lines[at]}
        readers={readers}
        onItem={(item) => onItem(itemLink(item as ItemId))}
        onBack={() => covering.close()}
      />
    </div>
  );
}

/** Among whom one may be chosen. */
const peopleOf = (members: MemberShape[], { of }: Readers): MemberShape[] => (of === "team" ? members : []);

type BandProps = Omit<PersonProps, "members"> & {
  people: MemberShape[];
  days: number;
  onDays(days: number): void;
  filter: Filter;
  search: RefObject<HTMLInputElement | null>;
  move(by: number): void;
};

/** What is looked for. */
function Band({ people, user, onUser, days, onDays, filter, search, move }: BandProps) {
  return (
    <div className="band">
      <h1 className="title not-small">{words.section.activity}</h1>
      <SearchField
        ref={search}
        aria-label={words.activity.search}
        placeholder={words.activity.search}
        value={filter.text}
        onChange={(event) => filter.setText(event.target.value)}
        onKeyDown={(event) => event.key.startsWith("Arrow") && movedBy(event, 1, move)}
      />
      <span className="grow" />
      {people.length > 1 && <Person {...{ members: people, user, onUser }} />}
      <Range days={days} onDays={onDays} />
      <ExportMenu {...{ days, user }} types={filter.types} />
    </div>
  );
}

/** People, groups and vaults as they are called here. */
function useNames(members: MemberShape[]): Names {
  const vaults = useAnswer("vault.list", {}).value;
  const groups = useAnswer("group.list", {}).value;
  return useMemo(
    () =>
      new Map([
        ...members.map(({ user, name }) => [user, name] as const),
        ...(groups ?? []).flatMap(({ group, name }) => (name === "" ? [] : [[group, name] as const])),
        ...(vaults ?? []).map(
          ({ vault, kind, title }) => [vault, kind === "personal" ? words.items.personal : title] as const,
        ),
      ]),
    [members, vaults, groups],
  );
}

/** Whose activity it is, who reads it, and what they call everything. */
function useReaders(members: MemberShape[], page: ActivityOf["page"]): Readers {
  const names = useNames(members);
  const { device = null } = useAnswer("account.status", {}).value ?? {};
  const of = page?.of ?? "computer";
  return useMemo(() => ({ of, device, names }), [of, device, names]);
}

type Filter = ReturnType<typeof useFilter>;

/** What is looked for. `types`: what the core is asked for. */
function useFilter() {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Chosen>("all");
  const types = useMemo(() => typesOf(chosen), [chosen]);
  return { text, setText, chosen, setChosen, types };
}

function typesOf(chosen: Chosen): string[] | undefined {
  if (chosen === "all" || chosen === "gaps") return undefined;
  return Object.entries(activityTypes).flatMap(([type, { group }]) => (group === chosen ? [type] : []));
}

/** What is shown of it, and the line that is selected: by its name, so that it stays while others come. */
function useLines({ page, events }: ActivityOf, { chosen, text }: Filter, readers: Readers) {
  const [picked, setPicked] = useState<string | null>(null);
  const gaps = page?.gaps;
  const lines = useMemo(
    (): Line[] => linesOf({ events, gaps: gaps ?? [] }, { chosen, text }, readers),
    [events, gaps, chosen, text, readers],
  );
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === picked),
  );
  const isPicked = picked !== null && lines[at]?.key === picked;
  const pick = (to: number): void => setPicked(lines[to]?.key ?? null);
  const move = (by: number): void => pick(Math.max(0, Math.min(lines.length - 1, at + by)));
  return { lines, at, isPicked, pick, move };
}

/** What stands above the list once the core has answered. */
function Answered({
  activity: { page, marks },
  filter,
  names,
}: {
  activity: ActivityOf;
  filter: Filter;
  names: Names;
}) {
  const past = useAnswer("gate.past", {}).value ?? [];
  if (page === undefined) return null;
  const nameOf = (id: string): string => names.get(id) || words.acts.somebody;
  return (
    <>
      <GivenPastRule past={past} nameOf={nameOf} vaultName={nameOf} />
      <ActivityChart page={page} marks={marks} />
      <ActivityFilters page={page} chosen={filter.chosen} onChoose={filter.setChosen} />
    </>
  );
}

function noneOf({ page }: ActivityOf, { text, chosen }: Filter, days: number): string {
  if (page === undefined) return "";
  if (text.trim() !== "") return words.activity.noneFound(text.trim());
  if (chosen === "all") return page.of === "team" ? words.activity.noneInTeam(days) : words.activity.none(days);
  return words.activity.noneOf(chosen === "gaps" ? words.activity.gaps : words.activity.groups[chosen], days);
}

function Range({ days, onDays }: { days: number; onDays(days: number): void }) {
  return (
    <Select aria-label={words.activity.range} value={days} onChange={(event) => onDays(Number(event.target.value))}>
      {ranges.map((range) => (
        <option key={range} value={range}>
          {words.activity.lastDays(range)}
        </option>
      ))}
    </Select>
  );
}

type PersonProps = { members: MemberShape[]; user: UserId | undefined; onUser(user: UserId | undefined): void };

function Person({ members, user, onUser }: PersonProps) {
  return (
    <Select
      aria-label={words.activity.person}
      value={user ?? ""}
      onChange={({ target }) => onUser(target.value === "" ? undefined : (target.value as UserId))}
    >
      <option value="">{words.activity.everybody}</option>
      {members.map(({ user: id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
