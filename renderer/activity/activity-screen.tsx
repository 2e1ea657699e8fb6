/** Activity: what was done on this computer, day by day, with what is missing drawn as a gap; at the right one event of it. */
import { useMemo, useRef, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { itemLink } from "../../shared/model/item-links.ts";
import { useAnswer } from "../client/client.ts";
import { useKeys } from "../page/keys.ts";
import { useCovering } from "../page/use-covering.ts";
import { useRoute } from "../page/use-route.ts";
import { SearchField, Select } from "../ui/inputs.tsx";
import { ActivityChart } from "./activity-chart.tsx";
import { ActivityDetail } from "./activity-detail.tsx";
import { ActivityFilters } from "./activity-filters.tsx";
import { ActivityList, movedBy } from "./activity-list.tsx";
import { type Chosen, type Line, linesOf, type Names } from "./activity-rows.ts";
import { type ActivityOf, useActivity } from "./use-activity.ts";

const ranges = [7, 30, 90];

type ScreenProps = { members: MemberShape[]; onItem(address: string): void };

/** The screen. */
export function ActivityScreen({ members, onItem }: ScreenProps) {
  useRoute("activity");
  const [days, setDays] = useState(30);
  const names = useNames(members);
  const activity = useActivity(days);
  const { lines, at, isPicked, pick, move, ...filter } = useLines(activity, names);
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
          <Range days={days} onDays={setDays} />
        </div>
        <p className="activity-note meta">{words.activity.note}</p>
        <Answered {...{ activity, filter }} />
        {lines.length === 0 ? (
          <p className="list-note grow">{noneOf(activity, filter, days)}</p>
        ) : (
          <ActivityList
            {...{ lines, names, isPicked }}
            filter={`${days} ${filter.chosen} ${filter.text}`}
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
        names={names}
        onItem={(item) => onItem(itemLink(item as ItemId))}
        onBack={() => covering.close()}
      />
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

type Filter = { text: string; setText(text: string): void; chosen: Chosen; setChosen(chosen: Chosen): void };

/** What is shown of it, and the line that is selected: by its number, so that it stays while others come. */
function useLines({ page, events }: ActivityOf, names: Names) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Chosen>("all");
  const [picked, setPicked] = useState<string | null>(null);
  const gaps = page?.gaps;
  const lines = useMemo(
    (): Line[] => linesOf({ events, gaps: gaps ?? [] }, { chosen, text }, names),
    [events, gaps, chosen, text, names],
  );
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === picked),
  );
  const isPicked = picked !== null && lines[at]?.key === picked;
  const pick = (to: number): void => setPicked(lines[to]?.key ?? null);
  const move = (by: number): void => pick(Math.max(0, Math.min(lines.length - 1, at + by)));
  return { text, setText, chosen, setChosen, lines, at, isPicked, pick, move };
}

/** What stands above the list once the core has answered. */
function Answered({ activity: { page, marks }, filter }: { activity: ActivityOf; filter: Filter }) {
  if (page === undefined) return null;
  return (
    <>
      <ActivityChart page={page} marks={marks} />
      <ActivityFilters page={page} chosen={filter.chosen} onChoose={filter.setChosen} />
    </>
  );
}

function noneOf({ page }: ActivityOf, { text, chosen }: Filter, days: number): string {
  if (page === undefined) return "";
  if (text.trim() !== "") return words.activity.noneFound(text.trim());
  if (chosen === "all") return words.activity.none(days);
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
