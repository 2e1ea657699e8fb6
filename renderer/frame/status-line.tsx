/** The status line: trust is a sentence here. Sync on the left; clipboard, lock time and Lock on the right. */
import { CloudOff, Lock, OctagonAlert } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { AccountStatus, SyncStatus } from "../../shared/contract/shapes.ts";
import { call, useAnswer, useEvent } from "../client.ts";
import { clock } from "../copy/dates.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { shownKey } from "../keys.ts";
import { Kbd } from "../ui/controls.tsx";

const clipboardMs = 30_000;

/** Draws the line. */
export function StatusLine({ status, members }: { status: AccountStatus; members: number }) {
  const sync = useAnswer("sync.status", {});
  return (
    <footer className="status">
      <SyncWords sync={sync.value} members={members} />
      <span className="grow" />
      <ClipboardTime />
      <LockTime minutes={status.autoLockMinutes} />
      <button type="button" className="status-lock" onClick={() => void call("account.lock", {})}>
        <Lock size={13} aria-hidden="true" /> {words.act.lock} <Kbd>{shownKey("lock")}</Kbd>
      </button>
    </footer>
  );
}

function SyncWords({ sync, members }: { sync: SyncStatus | undefined; members: number }) {
  if (sync === undefined) return <span />;
  const pending = sync.pending > 0 ? <span className="t3">{words.status.waiting(sync.pending)}</span> : null;
  if (sync.state === "offline") {
    return (
      <span className="line" role="status">
        <CloudOff size={13} aria-hidden="true" />
        <b>{words.status.offline}</b>
        {pending ?? <span className="t3">{words.status.offlineNote}</span>}
      </span>
    );
  }
  if (sync.state === "stopped") {
    const [first] = sync.failures;
    return (
      <span className="line act-text" role="alert">
        <OctagonAlert size={13} aria-hidden="true" />
        <b>{words.status.stopped}</b>
        <span className="cut">{first !== undefined && sentence({ code: first.code as never })}</span>
        <button type="button" className="link" onClick={() => void call("sync.resume", {})}>
          {words.status.resume}
        </button>
      </span>
    );
  }
  return (
    <span className="line" role="status">
      <span className="dot" aria-hidden="true" />
      <b>{words.status.synced}</b>
      <span className="t3 tab">{sync.confirmedAt === null ? "" : clock(sync.confirmedAt)}</span>
      {pending ?? (members === 1 ? <span className="t3">{words.status.onlyYou}</span> : null)}
    </span>
  );
}

function ClipboardTime() {
  const [clearsAt, setClearsAt] = useState<number | null>(null);
  const now = useNow(clearsAt !== null);
  useEvent(
    "clipboard.changed",
    useCallback((event: { clearsAt: number | null }) => setClearsAt(event.clearsAt), []),
  );
  const leftMs = clearsAt === null ? 0 : clearsAt - now;
  useEffect(() => {
    if (clearsAt !== null && leftMs <= 0) setClearsAt(null);
  }, [clearsAt, leftMs]);
  if (clearsAt === null || leftMs <= 0) return null;
  return (
    <span className="line t3">
      {words.status.clipboard} <b className="tab t1">{Math.ceil(leftMs / 1000)} s</b>
      <span className="mini" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * leftMs) / clipboardMs)}%` }} />
      </span>
    </span>
  );
}

/** Minutes until the app locks by itself, counted from the last input in this window. */
function LockTime({ minutes }: { minutes: number }) {
  const [touchedAt, setTouchedAt] = useState(() => Date.now());
  const now = useNow(true, 10_000);
  useEffect(() => {
    const touched = (): void => setTouchedAt((before) => (Date.now() - before > 10_000 ? Date.now() : before));
    const kinds = ["keydown", "pointerdown", "pointermove"] as const;
    for (const kind of kinds) document.addEventListener(kind, touched, { passive: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, touched);
    };
  }, []);
  const left = Math.max(0, Math.min(minutes, Math.ceil((touchedAt + minutes * 60_000 - now) / 60_000)));
  return (
    <span className="t3 status-locks">
      {words.status.locksIn} <b className="tab t1">{left} min</b>
    </span>
  );
}

/** The time, moving while `isOn`. */
export function useNow(isOn: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isOn, everyMs]);
  return now;
}
