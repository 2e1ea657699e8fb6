/** Recoveries as an app sees them: how long it waits by its own clock, who may stop and confirm, and a sheet of one's own. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../../../shared/testing/entries.ts";
import { makePaper, openRecovery, planStop } from "../../../shared/testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, newComputer } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { cancelRecovery, confirmRecovery, followRecoveries, recoveryStatus } from "./recoveries.ts";
import { createRecoverySheets } from "./recovery-sheet.ts";
import type { TeamArea } from "./team-area.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
type Name = "ada" | "bob" | "cleo" | "dora" | "eve";

/** The app of this person, which follows recoveries; `entries`: others wrote something. */
function following(mine: SmallTeam, name: Name) {
  let entries = (): void => {};
  const { area } = testArea(mine, mine[name]);
  area.events = { on: (_event: string, told: () => void) => (entries = told), tell: () => {} } as never;
  followRecoveries(area);
  return { area, entries: () => entries() };
}

/** Bob's sheet opened one, and this app heard of it. */
function opened(name: Name): { mine: SmallTeam; area: TeamArea; open: Hash; entries(): void } {
  const mine = copyOf(scene);
  const { area, entries } = following(mine, name);
  const open = openRecovery(mine.team, makePaper(mine.team, mine.bob), newComputer(mine.team, mine.bob));
  entries();
  return { mine, area, open, entries };
}
const day = limits.recoveryWaitMs;

describe("an admin's app", () => {
  it("confirms a day after it held the opening, whatever time stands in that", async () => {
    const { mine, area, open } = opened("ada");
    expect(verdict(await confirmRecovery(area, open))).toBe("throttled recovery");
    mine.team.now += day - 1;
    expect((await recoveryStatus(area)).open[0]).toMatchObject({ open, confirmInMs: 1, canCancel: true, own: false });
    expect(verdict(await confirmRecovery(area, open))).toBe("throttled recovery");
    mine.team.now += 1;
    expect(verdict(await confirmRecovery(area, open))).toBe("taken");
    expect((await recoveryStatus(area)).open[0]).toMatchObject({ confirmInMs: null, confirmedBy: [mine.ada.user] });
  });

  it("counts from when it was noted: not again with each entry, and not by a clock that was ahead by mistake", async () => {
    const { mine, area, open, entries } = opened("ada");
    mine.team.now += day;
    entries();
    expect((await recoveryStatus(area)).open[0]?.confirmInMs).toBe(0);
    mine.team.now -= 3 * day;
    entries();
    expect((await recoveryStatus(area)).open[0]?.confirmInMs).toBe(day);
    mine.team.now += day;
    expect(verdict(await confirmRecovery(area, open))).toBe("taken");
  });

  it("waits the whole day for one that it did not note, and begins anew with the next one", async () => {
    const { mine, area, open, entries } = opened("ada");
    mine.team.now += day;
    act(mine.team, mine.bob, planStop(mine.team, open));
    const again = openRecovery(mine.team, makePaper(mine.team, mine.bob), newComputer(mine.team, mine.bob));
    expect((await recoveryStatus(area)).open[0]).toMatchObject({ open: again, confirmInMs: day });
    entries();
    expect((await recoveryStatus(area)).open[0]).toMatchObject({ open: again, confirmInMs: day });
  });

  it("stops it at once; one that is over is neither confirmed nor stopped twice", async () => {
    const { area, open } = opened("cleo");
    expect(verdict(await cancelRecovery(area, open))).toBe("taken");
    expect((await recoveryStatus(area)).open).toEqual([]);
    expect(verdict(await cancelRecovery(area, open))).toBe("taken");
    expect(verdict(await confirmRecovery(area, open))).toBe("not-found");
  });
});

it.each<[Name, boolean, boolean]>([
  ["bob", true, false],
  ["dora", false, false],
  ["eve", true, true],
])("%s: may stop Bob's %s, may confirm it %s", async (name, canCancel, mayConfirm) => {
  const { mine, area, open } = opened(name);
  const [shown] = (await recoveryStatus(area)).open;
  expect([shown?.canCancel, shown?.confirmInMs !== null, shown?.own]).toEqual([canCancel, mayConfirm, name === "bob"]);
  mine.team.now += day;
  expect(verdict(await confirmRecovery(area, open))).toBe(mayConfirm ? "taken" : "role");
});

describe("a sheet of one's own", () => {
  it("is in force once it is kept, works when it is rehearsed, and ends the one before", async () => {
    const mine = copyOf(scene);
    const { area } = following(mine, "bob");
    const sheets = createRecoverySheets(area);
    expect(verdict(await sheets.keep())).toBe("not-found");
    const { text: first } = must(sheets.make());
    expect(await recoveryStatus(area)).toMatchObject({ sheet: null, computers: 1, needsAdmin: true });
    expect(verdict(sheets.rehearse(first))).toBe("not-found");
    must(await sheets.keep());
    expect((await recoveryStatus(area)).sheet?.rehearsedAt).toBe(null);
    const found = must(sheets.rehearse(first.toLowerCase().replaceAll("-", " ")));
    // Of the vaults of the team that are Bob's too, this computer was sent no key.
    const sent = [...mine.team.state.vaults.values()].filter(({ epochs, epoch }) =>
      epochs.get(epoch)?.sent.has(mine.bob.device),
    );
    const readable = sent.filter(
      ({ vault, archived }) => !archived && rightOf(mine.team.state, mine.bob.user, vault) !== null,
    );
    expect(found).toMatchObject({
      personal: true,
      vaults: readable.length,
      confirmers: [mine.ada.user, mine.cleo.user, mine.eve.user],
    });
    expect((await recoveryStatus(area)).sheet?.rehearsedAt).toBe(mine.team.now);
    const { text: second } = must(sheets.make());
    must(await sheets.keep());
    expect(verdict(sheets.rehearse(first))).toBe("not-found");
    expect((await recoveryStatus(area)).sheet?.rehearsedAt).toBe(null);
    expect(verdict(sheets.rehearse(second))).toBe("taken");
  });

  it("of somebody else, or none, is named", () => {
    const mine = copyOf(scene);
    const sheets = createRecoverySheets(following(mine, "bob").area);
    const others = createRecoverySheets(following(mine, "dora").area);
    expect(verdict(sheets.rehearse(must(others.make()).text))).toBe("not-found");
    expect(verdict(sheets.rehearse("nothing"))).toBe("invalid-input mistyped");
  });
});
