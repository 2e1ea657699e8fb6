/** The evidence as a file: whoever was not there finds in it what stands on this side at each place that is named. */
import { beforeAll, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { ok } from "../../../shared/failures.ts";
import { evidenceMost } from "../../../shared/protocol/forks/evidence.ts";
import { type Entry, parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { act, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { statement } from "../../../shared/testing/statements.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { hexBytes } from "../../../shared/text.ts";
import { addEntries } from "../store/log-rows.ts";
import { createForkWatch } from "../sync/fork-watch.ts";
import { saveEvidence } from "./forks.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const invites = ({ team }: SmallTeam, by: Person): Entry => act(team, by, planInvite(team).plan);

it("holds this side's entries where only words of the other came, however long ago that was", async () => {
  const [mine, other] = [copyOf(scene), copyOf(scene)];
  const { area } = testArea(mine, mine.ada);
  const made = Array.from({ length: evidenceMost.entries + 40 }, () => invites(mine, mine.ada));
  addEntries(
    area.db,
    made.map(({ body, hash, bytes }) => ({ seq: body.seq, hash, bytes })),
  );
  area.fork = createForkWatch({
    ...{ db: area.db, keys: area.keys, profile: area.profile, ports: area.ports },
    ...{ state: area.log.state, stateAt: () => null, noted: () => undefined, tell: () => undefined },
  });
  let text = "";
  const file = {
    write: (bytes: Uint8Array) => {
      text = new TextDecoder().decode(bytes);
      return ok(true as const);
    },
    finish: () => ok({ name: "x", place: "downloads" as const }),
    discard: () => undefined,
  };
  (area.ports as { downloads: unknown }).downloads = { begin: async () => ok(file) };
  const places = [1, 90].map((further) => {
    while (other.team.state.head.seq < scene.team.state.head.seq + further) invites(other, other.cleo);
    const by = further === 1 ? other.bob : other.dora;
    (area.fork as ReturnType<typeof createForkWatch>).heardWord({
      kind: "statement",
      bytes: statement(other.team, by),
    });
    return other.team.state.head.seq;
  });
  expect(area.fork.verdict()).toMatchObject({ state: "proven", how: "words" });
  must(await saveEvidence(area, {}));
  const saved = (JSON.parse(text) as { mine: string[] }).mine.map(
    (hex) => must(parseEntry(hexBytes(hex) as Uint8Array)).body.seq,
  );
  for (const place of places) expect(saved).toContain(place);
  expect(saved).toEqual([...saved].sort((one, another) => one - another));
});
