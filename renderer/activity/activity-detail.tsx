/** One event or gap: all that is known of it. */
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import type { ActivityGap, ActivityShape } from "../../shared/contract/activity.ts";
import { clock, day } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { isFailureCode } from "../../shared/failures.ts";
import { dateOf } from "../../shared/text.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { gapMeans, gapText, type Line, type Readers, saidOf, vaultOf, whoOf } from "./activity-rows.ts";
import { SaidText } from "./said-text.tsx";

type DetailProps = { line: Line | undefined; readers: Readers; onItem(item: string): void; onBack(): void };

/** The right pane; empty where nothing is listed. */
export function ActivityDetail({ line, readers, onItem, onBack }: DetailProps) {
  const title = line === undefined ? "" : titleOf(line, readers);
  return (
    <main className="detail" aria-label={title === "" ? words.section.activity : title}>
      <div className="band detail-band activity-head">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
        </span>
        <h2 className="title cut" title={title}>
          {title}
        </h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
      <div className="activity-facts" tabIndex={0}>
        {line?.kind === "event" && <EventFacts event={line.event} {...{ readers, onItem }} />}
        {line?.kind === "gap" && <GapFacts gap={line.gap} readers={readers} />}
      </div>
    </main>
  );
}

function titleOf(line: Line, { names }: Readers): string {
  if (line.kind === "gap") return words.activity.gapLabel;
  const [did, what] = saidOf(line.event, names);
  return what === undefined || what === "" ? did : what;
}

/** To the second: that is what other records are compared with. */
const exact = (at: number): string => `${day(at)}, ${clock(at)}:${String(dateOf(at).getSeconds()).padStart(2, "0")}`;

function whyOf(code: string | null): string {
  return code !== null && isFailureCode(code) ? sentence({ code }) : words.activity.detail.fault;
}

type EventProps = { event: ActivityShape; readers: Readers; onItem(item: string): void };

function EventFacts({ event, readers, onItem }: EventProps) {
  const { detail } = words.activity;
  const { items, count, version, failed, seq, time, came, late, computer } = event;
  const vault = vaultOf(event, readers.names);
  const who = whoOf(event, readers);
  const [first] = items;
  const item = items.length === 1 && first !== undefined && first.title !== null ? first.item : null;
  return (
    <>
      <dl className="aside-facts">
        {who !== null && <Fact label={detail.who}>{who}</Fact>}
        <Fact label={detail.what}>
          <SaidText event={event} readers={{ ...readers, of: "computer" }} />
        </Fact>
        {failed !== null && <Fact label={detail.failed}>{whyOf(failed.code)}</Fact>}
        {count > 1 && (
          <Fact label={detail.items}>
            <Items items={items} count={count} />
          </Fact>
        )}
        {vault !== null && <Fact label={detail.vault}>{vault}</Fact>}
        {version !== null && <Fact label={detail.version}>{version}</Fact>}
        <Fact label={detail.when}>{exact(time)}</Fact>
        {came !== null && <Fact label={detail.came}>{exact(came)}</Fact>}
        {late && <Fact label="">{detail.late}</Fact>}
        <Fact label={detail.number}>
          {event.device === readers.device ? detail.numberOf(seq) : detail.numberOfTheirs(seq, computer)}
        </Fact>
      </dl>
      {item !== null && <Button onClick={() => onItem(item)}>{words.activity.open}</Button>}
    </>
  );
}

function Items({ items, count }: Pick<ActivityShape, "items" | "count">) {
  const named = items.slice(0, 20);
  return (
    <>
      {named.map(({ item, title }) => (
        <span key={item} className="activity-item">
          {title ?? words.activity.anItem}
        </span>
      ))}
      {count > named.length && <span className="t3">{words.activity.detail.more(count - named.length)}</span>}
    </>
  );
}

function GapFacts({ gap, readers }: { gap: ActivityGap; readers: Readers }) {
  const { detail } = words.activity;
  const who = whoOf(gap, readers);
  return (
    <dl className="aside-facts">
      {who !== null && <Fact label={detail.who}>{who}</Fact>}
      <Fact label={detail.what}>{gapText(gap)}</Fact>
      <Fact label="">{gapMeans(gap, gap.device === readers.device)}</Fact>
      <Fact label={detail.after}>{gap.after === null ? detail.beginning : exact(gap.after)}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
