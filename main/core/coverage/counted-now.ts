/**
 * The coverage of now, computed once for each change of what it stands on and once a minute, since statements age by themselves. What
 * is not read yet is read in the background, and told. What clears it: lock.
 */
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Coverage, coverageAt } from "../../../shared/model/second-factor/coverage.ts";
import { headAt, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { governanceOf, toolsOf } from "../letters/letters.ts";
import { findEntry } from "../local/named-bytes.ts";
import { countIn } from "../store/letter-rows.ts";
import { inBackground } from "../store/thrown.ts";
import { type Register, readRegister } from "../tools/register.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import type { CoverageArea } from "./coverage-area.ts";
import { readFacts } from "./facts.ts";
import { type Counted, populationOf } from "./population.ts";
import { shownOf } from "./shown.ts";

export type CountedNow = {
  coverage: Coverage;
  population: Counted;
  register: Register;
  /** Null: this person does not read what was filed. */
  facts: ReturnType<typeof readFacts> | null;
  /** Letters that did not come to where facts are filed. */
  missing: number;
  isReading: boolean;
};

const sameForMs = 60_000;

/** The coverage of an unlocked profile. */
export function createCountedNow(area: CoverageArea): () => Promise<CountedNow> {
  let last: { mark: string; at: EpochMs; counted: CountedNow } | null = null;
  const timeOf = entryTimes(area);
  const inbox = createInbox(area);

  return async () => {
    await area.items();
    const now = area.ports.clock.now() as EpochMs;
    const mark = markOf(area);
    const age = last === null ? sameForMs : now - last.at;
    if (last !== null && last.mark === mark && age >= 0 && age < sameForMs && !last.counted.isReading)
      return last.counted;
    const register = await readRegister(area);
    const filed = inbox();
    const context = { state: area.log.state(), now, timeOf };
    const facts = filed === null ? null : readFacts(context, filed.letters);
    const shown = await shownOf(area);
    const siteTool = siteTools(area, register);
    const population = populationOf(
      { area, context, histories: area.histories, shown, register, facts, absentIn: area.absentIn, siteTool },
      toolsOf(context.state),
    );
    const isReading = !population.isRead || filed?.isRead === false;
    const counted = {
      ...{ coverage: coverageAt(population, now), population, register, facts, isReading },
      missing: filed?.missing ?? 0,
    };
    if (!population.isRead) readSoon(area);
    last = { mark, at: now, counted };
    return counted;
  };
}

function readSoon(area: CoverageArea): void {
  const work = area.histories.read().then((isNews) => {
    if (isNews) area.emit("coverage.changed", {});
  });
  inBackground(area, "coverage", work);
}

/** Another text as soon as anything of it is another. */
function markOf({ log, chains, db, absentIn, ...area }: CoverageArea): string {
  const state = log.state();
  const governance = governanceOf(state);
  const vaults = [...state.vaults.values()].filter(
    ({ vault, kind }) => kind === "tools" || (kind === "shared" && isReadable({ log, rights: area.rights }, vault)),
  );
  const heads = vaults.map(({ vault }) => `${chains.chain(vault).head.hash} ${absentIn(vault)}`);
  return [state.head.hash, governance === undefined ? 0 : countIn(db, governance), ...heads].join("\n");
}

/** When entries were signed; each is read once. */
function entryTimes({ db, log }: CoverageArea): (seq: number) => EpochMs | null {
  const known = new Map<string, EpochMs | null>();
  return (seq) => {
    const hash = headAt(log.state(), seq);
    if (hash === null) return null;
    const had = known.get(hash);
    if (had !== undefined) return had;
    const time = findEntry(db, seq, hash)?.body.time ?? null;
    known.set(hash, time);
    return time;
  };
}

type Inbox = Awaited<ReturnType<CoverageArea["letters"]["read"]>>;

/** What came to `governance`, as it was read last; while it is another by now it is read in the background. */
function createInbox(area: CoverageArea) {
  let held: { mark: string; content: Inbox } | null = null;
  let isBusy = false;

  async function read(governance: VaultId, mark: string): Promise<void> {
    const content = await area.letters.read(governance);
    held = { mark, content };
    area.emit("coverage.changed", {});
  }

  return () => {
    const state = area.log.state();
    const governance = governanceOf(state);
    if (governance === undefined || rightOf(state, area.profile.user, governance) === null) return null;
    const mark = `${state.head.hash} ${countIn(area.db, governance)} ${area.keyring.current(governance) !== null}`;
    const isRead = held?.mark === mark;
    if (!isRead && !isBusy) {
      isBusy = true;
      const work = read(governance, mark).finally(() => {
        isBusy = false;
      });
      inBackground(area, "coverage", work);
    }
    const missing = (held?.content.gaps ?? []).reduce((sum, gap) => sum + gap.missing, 0);
    return { letters: held?.content.letters ?? [], missing, isRead };
  };
}

function siteTools({ chainOverview }: CoverageArea, { toolOf }: Register): (item: ItemId) => ItemId | null {
  return (item) => {
    const found = chainOverview(item);
    return found === undefined ? null : toolOf(found.overview);
  };
}
