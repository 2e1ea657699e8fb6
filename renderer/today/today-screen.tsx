/** Today: what waits for this person, by what is to be done, each row with its act; at the right what a lost computer would cost. */
import { CircleCheck } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { longDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { totalOf } from "../coverage/counts.ts";
import { CoverageRing } from "../coverage/coverage-ring.tsx";
import { stepOf } from "../page/list-keys.ts";
import { useNow } from "../page/use-now.ts";
import { useRoute } from "../page/use-route.ts";
import { IfLost } from "../settings/sheet-page.tsx";
import { Button } from "../ui/controls.tsx";
import type { TodayRow } from "./today-row.ts";
import { countOf, type TodayGroup } from "./today-rows.ts";

/** The screen. */
export function TodayScreen({ groups }: { groups: TodayGroup[] }) {
  useRoute("today");
  const now = useNow(true, 60_000);
  const list = useRef<HTMLDivElement>(null);
  const count = countOf(groups);
  // Arrow keys lead from act to act; Enter does the one that has the focus.
  const keyPressed = (event: KeyboardEvent): void => {
    const acts = [...(list.current?.querySelectorAll<HTMLElement>(".today-row .btn") ?? [])];
    const at = acts.indexOf(document.activeElement as HTMLElement);
    const by = stepOf(event, acts.length);
    if (by === null || acts.length === 0) return;
    event.preventDefault();
    acts[Math.max(0, Math.min(acts.length - 1, at + by))]?.focus();
  };
  return (
    <main className="today">
      <div className="today-main">
        <div className="band">
          <h1 className="title">{words.section.today}</h1>
          <span className="t2">{longDay(now)}</span>
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside, which act */}
        <div ref={list} className="today-list" onKeyDown={keyPressed}>
          {groups.map(({ verb, rows }, at) => (
            <Section key={verb} name={words.today.verbs[verb]} count={rows.length}>
              {rows.map((row, index) => (
                <Row key={row.id} row={row} isFirst={at === 0 && index === 0} />
              ))}
            </Section>
          ))}
          {count === 0 && <NothingWaits />}
          {count === 0 && <TeamAtRest />}
        </div>
      </div>
      <IfLost />
    </main>
  );
}

function Section({ name, count, children }: { name: string; count: number; children: ReactNode }) {
  return (
    <section className="today-section" aria-label={name}>
      <h2 className="section">
        {name} <span className="t2 lighter tab">{count}</span>
      </h2>
      {children}
    </section>
  );
}

/** The first act is the filled one: it is what Enter does when Today opens. */
function Row({ row: { mark, title, note, badge, act, label, onAct }, isFirst }: { row: TodayRow; isFirst: boolean }) {
  return (
    <div className="today-row">
      <span className="today-mark">{mark}</span>
      <div className="grow today-text">
        <div className="row-title">
          {title} {badge}
        </div>
        <div className="meta">{note}</div>
      </div>
      <Button kind={isFirst ? "main" : "default"} aria-label={label} onClick={onAct}>
        {act}
      </Button>
    </div>
  );
}

function NothingWaits() {
  return (
    <div className="today-none">
      <CircleCheck size={20} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className="row-title">{words.today.none}</p>
        <p className="meta">{words.today.noneNote}</p>
      </div>
    </div>
  );
}

/** How many accounts are settled, and how many logins are shared; nothing before there are any. */
function TeamAtRest() {
  const coverage = useAnswer("coverage.get", {}, true, true).value;
  const shared = useAnswer("register.list", { limit: 0 }, true, true).value;
  if (coverage === undefined || (totalOf(coverage.all) === 0 && coverage.all.isComplete)) return null;
  return (
    <div className="today-rest">
      <CoverageRing count={coverage.all} size={112} />
      <div>
        <p className="row-title">{words.coverage.today}</p>
        {shared !== undefined && <p className="meta">{words.register.count(shared.counts.all)}</p>}
      </div>
    </div>
  );
}
