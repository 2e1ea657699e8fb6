/** Chooses what stands on the screen by the session: welcome, waiting, unlock, or the unlocked app. */
import { useCallback, useEffect, useState } from "react";
import type { AccountStatus } from "../shared/contract/shapes.ts";
import { sentence } from "../shared/copy/failures.ts";
import { words } from "../shared/copy/words.ts";
import { call, queries, useAnswer, useEvent } from "./client/client.ts";
import { DeviceSheetStep } from "./first-run/device-sheet.tsx";
import { FirstRun } from "./first-run/first-run.tsx";
import type { NewSheet } from "./first-run/new-sheet.ts";
import { Waiting } from "./first-run/waiting.tsx";
import { tellsActivity } from "./page/activity.ts";
import { useAppearance } from "./page/appearance.ts";
import { pageClock } from "./page/page-clock.ts";
import { UnlockScreen } from "./unlock/unlock-screen.tsx";
import { UnlockedApp } from "./unlocked-app.tsx";

const activityEveryMs = 30_000;

/** The whole page. */
export function App() {
  const status = useAnswer("account.status", {});
  const [sheet, setSheet] = useState<NewSheet | null>(null);
  const [another, setAnother] = useState(false);
  useEvent(
    "session.changed",
    useCallback(() => setAnother(false), []),
  );
  useTellActivity();
  useAppearance(status.value?.appearance);
  if (status.failure !== null) {
    return (
      <main className="alone" role="alert">
        <h1 className="screen-title">{words.app}</h1>
        <p className="t2">{sentence(status.failure)}</p>
      </main>
    );
  }
  if (status.value === undefined) return null;
  const { state } = status.value;
  // The link of a new computer goes by the clock: its sheet waits until the other computer is done.
  if (sheet !== null && !(sheet.from === "link" && state === "waiting")) {
    return (
      <DeviceSheetStep
        sheet={sheet}
        deviceName={ownOf(status.value)?.deviceName ?? ""}
        keychain={ownOf(status.value)?.keychain ?? "os"}
        onDone={() => {
          setSheet(null);
          void queries.invalidateQueries();
        }}
      />
    );
  }
  if (state === "none" || another)
    return (
      <FirstRun status={status.value} onSheet={setSheet} onBack={state === "none" ? null : () => setAnother(false)} />
    );
  if (state === "waiting") return <Waiting status={status.value} />;
  if (state === "locked") return <UnlockScreen status={status.value} onAnother={() => setAnother(true)} />;
  return <UnlockedApp status={status.value} />;
}

/** The profile that was just made, once the status knows of it. */
function ownOf({ profiles, profile }: AccountStatus): AccountStatus["profiles"][number] | undefined {
  return profiles.find((one) => one.profile === profile) ?? profiles[0];
}

/** Tells the core that somebody is here, at most twice a minute, so that it locks when nobody is. */
function useTellActivity(): void {
  useEffect(() => {
    const active = tellsActivity(pageClock, activityEveryMs, () => void call("account.active", {}));
    const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const kind of kinds) document.addEventListener(kind, active, { passive: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, active);
    };
  }, []);
}
