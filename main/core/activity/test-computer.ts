/** Somebody's activity on a real server: what they do, hand on and take in, on a file of their own. Not part of the app. */
import { plainEvent } from "../../../shared/protocol/activity/event.ts";
import { must } from "../../../shared/testing/team.ts";
import type { Correspondent } from "../letters/test-correspondent.ts";
import { type KnownHead, noHead } from "../local/heads.ts";
import { type Activity, openActivity } from "./activity.ts";
import { type HandedOn, openHandedOn } from "./handed-on.ts";
import { openTeamActivity, type TeamActivity } from "./team-activity.ts";

type Said = ReturnType<Parameters<typeof openTeamActivity>[0]["stated"]>[number];

export type Computer = Correspondent & {
  /** What this computer heard others state. */
  stated: Said[];
  activity: Activity;
  handedOn: HandedOn;
  team: TeamActivity;
  /** The same file after kill -9. */
  again(): Computer;
};

/** What one person's app does of it. */
export function computer(
  made: Correspondent,
  state: { head: KnownHead; stated: Said[] } = { head: noHead, stated: [] },
): Computer {
  const guard = {
    activity: () => state.head,
    isBehind: () => false,
    noteActivity: (head: KnownHead) => {
      state.head = head;
    },
  };
  const now = (): number => made.area.ports.clock.now();
  const activity = openActivity({ ...made.area, guard });
  const parts = { ...made.area, letters: made.letters, activity, stated: () => state.stated, rights: { now } };
  const again = (): Computer => {
    made.restart();
    return computer(made, state);
  };
  return {
    ...made,
    stated: state.stated,
    activity,
    handedOn: openHandedOn(parts),
    team: openTeamActivity(parts),
    again,
  };
}

/** So many events. */
export function does({ activity }: Computer, count: number): void {
  for (let at = 0; at < count; at++) activity.record(plainEvent("secret-copied"));
}

/** They go to whoever may read them. */
export async function hands(from: Computer): Promise<void> {
  must(from.handedOn.write());
  must(await from.letters.exchange());
}

/** What a reader has after a round. */
export async function takes(reader: Computer) {
  must(await reader.letters.exchange());
  must(await reader.team.take());
  const events = await reader.team.events({ user: null, from: 0, to: Number.MAX_SAFE_INTEGER });
  return { seqs: events.map(({ event }) => event.seq), events, gaps: await reader.team.gaps(null) };
}
