/** The status line: trust is a sentence here. Sync on the left; clipboard, lock time and Lock on the right. */
import { CloudOff, Lock, OctagonAlert, Snowflake } from "lucide-react";
import type { ReactNode } from "react";
import type { AccountStatus, SyncStatus } from "../../shared/contract/shapes.ts";
import { ago, clock } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { FailureCode } from "../../shared/failures.ts";
import { call, useAnswer } from "../client/client.ts";
import { lockNow } from "../client/lock-now.ts";
import { shownKey } from "../page/keys.ts";
import { useNow } from "../page/use-now.ts";
import { Kbd } from "../ui/controls.tsx";
import { ClipboardTime } from "./clipboard-time.tsx";
import { LockTime } from "./lock-time.tsx";
import { askForSession } from "./step-up.tsx";

const minuteMs = 60_000;

/** `children`: what goes on elsewhere and is shown here. */
type StatusProps = { status: AccountStatus; people: number; onFork(): void; children?: ReactNode };

/** Draws the line. */
export function StatusLine({ status, people, onFork, children }: StatusProps) {
  const sync = useAnswer("sync.status", {});
  return (
    <footer className="status">
      {sync.value === undefined ? <span /> : <SyncWords sync={sync.value} {...{ people, onFork }} />}
      <span className="grow" />
      {children}
      <ClipboardTime />
      <LockTime minutes={status.autoLockMinutes} />
      <button type="button" className="status-lock" onClick={() => void lockNow()}>
        <Lock size={13} strokeWidth={1.75} aria-hidden="true" /> {words.act.lock} <Kbd>{shownKey("lock")}</Kbd>
      </button>
    </footer>
  );
}

/** Of a refusal that stops everything the server means the person's place in the team, not one vault. */
const stoppedBy = (code: FailureCode): string => (code === "role" ? words.status.notInTeam : sentence({ code }));

type SyncProps = Pick<StatusProps, "people" | "onFork"> & { sync: SyncStatus };

function SyncWords({ sync, people, onFork }: SyncProps) {
  const now = useNow(true, minuteMs);
  const { state, pending, confirmedAt, failures } = sync;
  const waiting = pending > 0 ? <span className="t3">{words.status.waiting(pending)}</span> : null;
  if (sync.frozen) return <Frozen {...{ waiting, onFork }} isStopped={state === "stopped"} />;
  if (state === "stopped") {
    const code = failures[0]?.code as FailureCode | undefined;
    return (
      <span className="line status-bad" role="alert">
        <OctagonAlert size={13} strokeWidth={2} aria-hidden="true" />
        <b>{words.status.stopped}</b>
        <span className="cut t3">{code !== undefined && stoppedBy(code)}</span>
        {waiting}
        <Resume />
      </span>
    );
  }
  if (failures.some(({ asks }) => asks === "session"))
    return (
      <span className="line" role="status">
        <CloudOff size={13} strokeWidth={1.75} aria-hidden="true" />
        <b>{words.factor.offline}</b>
        <button type="button" className="link underlined" onClick={askForSession}>
          {words.factor.offlineAsk}
        </button>
        {waiting}
      </span>
    );
  if (state === "offline")
    return (
      <span className="line" role="status">
        <CloudOff size={13} strokeWidth={1.75} aria-hidden="true" />
        <b>{words.status.offline}</b>
        <span className="t3">{confirmedAt !== null && words.status.since(ago(confirmedAt, now))}</span>
        {waiting ?? <span className="t3">{words.status.offlineNote}</span>}
      </span>
    );
  // Nothing was confirmed yet, and what stands here would move when it is.
  if (confirmedAt === null && waiting === null && failures.length === 0) return <span />;
  return (
    <span className="line" role="status">
      <span className="dot" data-partly={failures.length > 0} aria-hidden="true" />
      <b>{failures.length > 0 ? words.status.partly : words.status.synced}</b>
      <span className="t3 tab">{confirmedAt !== null && clock(confirmedAt)}</span>
      {waiting ?? (failures.length === 0 && <Trust history={sync.sameHistory} people={people} now={now} />)}
    </span>
  );
}

/** A server that showed too much that did not verify is asked again only when a person says so. */
function Resume() {
  return (
    <button type="button" className="link underlined" onClick={() => void call("sync.resume", {})}>
      {words.act.retry}
    </button>
  );
}

type FrozenProps = Pick<StatusProps, "onFork"> & { waiting: ReactNode; isStopped: boolean };

/** Two histories: the way to them stays here once their alert was closed, and so does the one to the server once it was put right. */
function Frozen({ waiting, onFork, isStopped }: FrozenProps) {
  return (
    <span className="line status-bad" role="alert">
      <Snowflake size={13} strokeWidth={2} aria-hidden="true" />
      <b>{words.fork.frozen}</b>
      <span className="cut t3">{words.fork.frozenNote}</span>
      {waiting}
      <button type="button" className="link underlined" onClick={onFork}>
        {words.fork.whatToDo}
      </button>
      {isStopped && <Resume />}
    </span>
  );
}

type TrustProps = { history: SyncStatus["sameHistory"]; people: number; now: number };

/** Who holds the same history as this computer, by their own signed word. */
function Trust({ history, people, now }: TrustProps) {
  if (people <= 1) return <span className="t3 status-more">{people === 1 && words.status.onlyYou}</span>;
  if (history.at === null) return <span className="t3 status-more">{words.status.unconfirmed}</span>;
  return (
    <span className="t3 status-more">
      {words.status.sameHistory} <b>{words.status.teammates(history.people)}</b>, {ago(history.at, now)}
    </span>
  );
}
