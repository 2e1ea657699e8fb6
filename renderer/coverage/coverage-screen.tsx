/** Coverage: the figure, how it came about, by what it is counted, and what stands in its way; every number opens its list. */
import { CircleAlert, EyeOff, MailQuestionMark } from "lucide-react";
import { useId, type ReactNode, useState } from "react";
import type { CoverageShape, CountShape, CountedPart } from "../../shared/contract/coverage-shapes.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { clock } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { itemLink } from "../../shared/model/item-links.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import type { Standing } from "../../shared/model/second-factor/state.ts";
import { useAnswer } from "../client/client.ts";
import { useStep } from "../page/use-route.ts";
import { Alert } from "../ui/rows.tsx";
import { numberOf, standings, totalOf } from "./counts.ts";
import { type Chosen, CoverageList } from "./coverage-list.tsx";
import { CoverageParts, type PartKind } from "./coverage-parts.tsx";
import { CoverageRing } from "./coverage-ring.tsx";
import { CoverageTrend } from "./coverage-trend.tsx";
import { Hatch, partColour } from "./part-colour.tsx";
import { StandingBadge } from "./standing-badge.tsx";

type ScreenProps = { views: ReactNode; members: MemberShape[]; onItem(address: string): void };

/** The figure, or a list behind one of its numbers. */
export function CoverageScreen({ views, members, onItem }: ScreenProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const answer = useAnswer("coverage.get", {}, true, true);
  if (chosen !== null)
    return <CoverageList {...{ chosen, members, onItem }} onChoose={setChosen} onBack={() => setChosen(null)} />;
  return <Figure {...{ views, onItem }} answer={answer} onChoose={setChosen} />;
}

type FigureProps = Pick<ScreenProps, "views" | "onItem"> & {
  answer: ReturnType<typeof useAnswer<"coverage.get">>;
  onChoose(chosen: Chosen): void;
};

function Figure({ views, onItem, answer, onChoose }: FigureProps) {
  useStep("coverage");
  const { value, failure } = answer;
  const total = value === undefined ? 0 : totalOf(value.all);
  return (
    <main className="detail coverage" tabIndex={-1} aria-label={words.coverage.title}>
      <div className="band detail-band">
        <h1 className="title not-small">{words.section.tools}</h1>
        {views}
        <span className="grow" />
        {value !== undefined && (
          <span className="meta not-small">{words.coverage.countedAt(total, value.all.isComplete, clock(value.at))}</span>
        )}
      </div>
      {failure !== null && <Alert icon={CircleAlert} tone="act" title={sentence(failure)} isNow />}
      {value !== undefined && (
        <div className="coverage-body">
          <Notes value={value} onChoose={onChoose} />
          {total === 0 && value.all.isComplete ? <NoAccounts /> : <Parts {...{ value, onChoose, onItem }} />}
        </div>
      )}
    </main>
  );
}

/** What the figure lacks: said before it, never smoothed over. */
function Notes({ value, onChoose }: { value: CoverageShape; onChoose(chosen: Chosen): void }) {
  const { isReading, hidden, missing, differs, all } = value;
  const lines = [
    ...(isReading ? [words.coverage.reading] : []),
    ...(hidden > 0 ? [words.coverage.hidden(hidden)] : []),
    ...(all.uncounted > 0 ? [words.coverage.uncounted(all.uncounted)] : []),
  ];
  if (lines.length === 0 && missing === 0 && differs === 0) return null;
  return (
    <div className="coverage-notes" role="status">
      {lines.map((line) => (
        <p key={line} className="line t2">
          <EyeOff size={14} className="fixed" aria-hidden="true" /> {line}
        </p>
      ))}
      {missing > 0 && (
        <p className="line t2">
          <MailQuestionMark size={14} className="fixed" aria-hidden="true" /> {words.coverage.missing(missing)}
        </p>
      )}
      {differs > 0 && (
        <p className="line">
          <CircleAlert size={14} className="fixed" aria-hidden="true" /> {words.coverage.differs(differs)}
          <button type="button" className="link" onClick={() => onChoose({ query: { differs: true }, name: null })}>
            {words.coverage.differsShow}
          </button>
        </p>
      )}
    </div>
  );
}

function NoAccounts() {
  return (
    <div className="list-note grow">
      <h2 className="section">{words.coverage.firstTitle}</h2>
      <p className="t2">{words.coverage.firstNote}</p>
    </div>
  );
}

const asked: Record<PartKind, "vault" | "group" | "tool" | "user"> = {
  vaults: "vault",
  groups: "group",
  tools: "tool",
  people: "user",
};

type PartsProps = { value: CoverageShape; onChoose(chosen: Chosen): void; onItem(address: string): void };

function Parts({ value, onChoose, onItem }: PartsProps) {
  const openPart = (kind: PartKind, { id, name }: CountedPart): void =>
    onChoose({ query: { [asked[kind]]: id }, name: name ?? words.coverage.hiddenVault });
  return (
    <div className="coverage-grid">
      <section className="coverage-part" aria-label={words.coverage.today}>
        <h3 className="section">{words.coverage.today}</h3>
        <div className="coverage-today">
          <CoverageRing count={value.all} size={176} />
          <Legend count={value.all} onStanding={(standing) => onChoose({ query: { standing }, name: null })} />
        </div>
      </section>
      <section className="coverage-part" aria-label={words.coverage.trend}>
        <h3 className="section">
          {words.coverage.trend} <span className="meta">{words.coverage.trendNote}</span>
        </h3>
        <CoverageTrend trend={value.trend} />
      </section>
      <div className="coverage-part">
        <CoverageParts kind="vaults" parts={value.vaults} onOpen={openPart} />
        <CoverageParts kind="groups" parts={value.groups} onOpen={openPart} />
        <CoverageParts kind="tools" parts={value.tools} onOpen={openPart} />
        <CoverageParts kind="people" parts={value.people} onOpen={openPart} />
      </div>
      <Between onChoose={onChoose} onItem={onItem} />
    </div>
  );
}

type LegendProps = { count: CountShape; onStanding(standing: Standing): void };

function Legend({ count, onStanding }: LegendProps) {
  const hatch = useId();
  return (
    <ul className="coverage-legend">
      {standings.map((standing) => {
        const [name, note] = words.coverage.standings[standing];
        const number = numberOf(count, standing);
        const isOpen = standing === "unknown" && !count.isComplete;
        return (
          <li key={standing}>
            <svg width="12" height="12" aria-hidden="true">
              <Hatch id={`${hatch}${standing}`} />
              <rect width="12" height="12" rx="2" fill={partColour(standing, `${hatch}${standing}`)} />
            </svg>
            <span className="grow">
              {name}
              <span className="meta coverage-legend-note">{note}</span>
            </span>
            <button
              type="button"
              className="link tab coverage-number"
              aria-label={words.coverage.open(name, number)}
              onClick={() => onStanding(standing)}
            >
              {isOpen ? words.coverage.orMore(number) : number.toLocaleString("en")}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const shownBetween = 10;

/** The first of those that are not settled, what needs somebody before the rest. */
function Between({ onChoose, onItem }: Omit<PartsProps, "value">) {
  const page = useAnswer("coverage.list", { limit: shownBetween }, true, true).value;
  const rows = (page?.rows ?? []).filter(({ standing }) => standing !== "settled");
  const left = page === undefined ? 0 : page.total - page.counts.settled;
  return (
    <section className="coverage-part" aria-label={words.coverage.open100}>
      <h3 className="section">
        {words.coverage.open100} <span className="meta tab">{left.toLocaleString("en")}</span>
      </h3>
      {page !== undefined && rows.length === 0 && <p className="meta">{words.coverage.open100None}</p>}
      <ul className="coverage-between">
        {rows.map(({ id, item, title, toolName, standing, state, reason }) => {
          const name = title ?? toolName ?? words.coverage.hiddenLogin;
          return (
            <li key={id}>
              {item !== null && title !== null ? (
                <button type="button" className="link cut" onClick={() => onItem(itemLink(item as ItemId))}>
                  {name}
                </button>
              ) : (
                <span className="cut">{name}</span>
              )}
              <StandingBadge {...{ standing, state }} />
              <span className="t2 cut">{words.coverage.reasons[reason]}</span>
            </li>
          );
        })}
      </ul>
      {left > rows.length && (
        <button type="button" className="link" onClick={() => onChoose({ query: {}, name: null })}>
          {words.coverage.more(left - rows.length)}
        </button>
      )}
    </section>
  );
}
