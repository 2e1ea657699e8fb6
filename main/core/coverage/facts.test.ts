/** What others filed: who is believed, in which order, until when, and what it costs. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, ItemId, LetterChainId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { parseLetter } from "../../../shared/protocol/letters/letter.ts";
import type { LoginFact } from "../../../shared/protocol/letters/login-facts.ts";
import { readRuns } from "../../../shared/protocol/letters/runs.ts";
import { standingOf } from "../../../shared/protocol/letters/verify.ts";
import { act, planAccess } from "../../../shared/testing/entries.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person, vaultOfKind } from "../../../shared/testing/team.ts";
import { readFacts, saidByFact } from "./facts.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const item = newId<ItemId>();

function fact(state: LoginFact["state"], more: Partial<LoginFact> = {}): LoginFact {
  const nothing = { tool: null, how: null, by: null, approver: null, at: null, until: null, through: null };
  return { ...nothing, item, state, isComplete: false, reviewAt: null, end: null, ...more };
}

type Filing = { by: Person; vault: VaultId; facts?: LoginFact[]; gone?: ItemId[]; logins?: number };
type More = { logSeq?: number; at?: number; chain?: LetterChainId; counter?: number; prev?: Letter };

/** A letter as it comes to a reader's inbox. */
function filed(mine: SmallTeam, { by, vault, facts = [], gone = [], logins = 1 }: Filing, more: More = {}): Letter {
  const to = vaultOfKind(mine.team.state, "governance").vault;
  const { logSeq, at, chain, counter, prev } = more;
  const tamper = {
    ...(at === undefined ? {} : { time: at as EpochMs }),
    ...(chain === undefined ? {} : { chain, counter: counter ?? 0 }),
    ...(prev === undefined ? {} : { prev: prev.hash }),
  };
  const content = { vault, logins, facts, gone };
  const made = letter(mine.team, by, {
    ...{ to, type: "login-facts", content, tamper },
    ...(logSeq === undefined ? {} : { logSeq }),
  });
  return must(parseLetter(made.bytes));
}

function read(mine: SmallTeam, letters: Letter[], now = mine.team.now) {
  const { state } = mine.team;
  const { disputed } = readRuns(letters);
  const received = letters.map((one) => ({
    ...{ letter: one, standing: standingOf(state, one), isDisputed: disputed.has(one.hash) },
  }));
  return readFacts({ state, now: now as EpochMs, timeOf: () => (mine.team.now - 1_000) as EpochMs }, received);
}

const stateNow = (mine: SmallTeam, vault: VaultId, letters: Letter[]) =>
  read(mine, letters).get(vault)?.spans.get(item)?.at(-1)?.versions.at(-1);

describe("who is believed", () => {
  it.each([
    ["who manages it", (mine: SmallTeam) => mine.ada, true],
    ["who edits it", (mine: SmallTeam) => mine.bob, true],
    ["who only uses it", (mine: SmallTeam) => mine.dora, false],
    ["an admin who cannot open it", (mine: SmallTeam) => mine.cleo, false],
    ["an auditor", (mine: SmallTeam) => mine.aud, false],
  ])("of a vault: %s: %s", (_, who, isBelieved) => {
    const mine = copyOf(scene);
    const letters = [filed(mine, { by: who(mine), vault: mine.ops, facts: [fact("totp-here")] })];
    expect(read(mine, letters).has(mine.ops)).toBe(isBelieved);
  });

  it.each([
    ["a personal vault", (mine: SmallTeam) => mine.bobsPersonal],
    ["a system vault", (mine: SmallTeam) => vaultOfKind(mine.team.state, "tools").vault],
    ["one that is not there", () => newId<VaultId>()],
  ])("nobody of %s", (_, vault) => {
    const mine = copyOf(scene);
    for (const by of [mine.ada, mine.bob])
      expect(read(mine, [filed(mine, { by, vault: vault(mine), facts: [fact("totp-here")] })]).size).toBe(0);
  });

  it("nobody for a time at which they could not write there", () => {
    const mine = copyOf(scene);
    const before = filed(mine, { by: mine.dora, vault: mine.ops, facts: [fact("totp-here")] });
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.dora.user, permission: "edit" }]));
    expect(read(mine, [before]).size).toBe(0);
    expect(read(mine, [filed(mine, { by: mine.dora, vault: mine.ops, facts: [fact("totp-here")] })]).size).toBe(1);
  });

  it("whose right ended counts for the time before, and vouches for nothing since", () => {
    const mine = copyOf(scene);
    const letters = [filed(mine, { by: mine.bob, vault: mine.ops, facts: [fact("totp-here")] })];
    expect(stateNow(mine, mine.ops, letters)).toMatchObject({ hasSeed: true });
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: null }]));
    const versions = read(mine, letters).get(mine.ops)?.spans.get(item)?.at(-1)?.versions;
    expect(versions?.map(({ hasSeed }) => hasSeed)).toEqual([true, false]);
    const again = filed(mine, { by: mine.ada, vault: mine.ops, facts: [fact("totp-here")] });
    expect(stateNow(mine, mine.ops, [...letters, again])).toMatchObject({ hasSeed: true });
  });

  it("nobody, where two letters stand for one number", () => {
    const mine = copyOf(scene);
    const chain = newId<LetterChainId>();
    const of = (state: LoginFact["state"]) =>
      filed(mine, { by: mine.bob, vault: mine.ops, facts: [fact(state)] }, { chain });
    expect(read(mine, [of("totp-here"), of("unknown")]).size).toBe(0);
  });
});

describe("which fact is the newest", () => {
  const of = (mine: SmallTeam, state: LoginFact["state"], more: More, by = mine.bob) =>
    filed(mine, { by, vault: mine.ops, facts: [fact(state)] }, more);

  it("an older letter that comes again, or late, puts nothing back", () => {
    const mine = copyOf(scene);
    const chain = newId<LetterChainId>();
    const first = of(mine, "totp-here", { chain, counter: 0 });
    const second = of(mine, "unknown", { chain, counter: 1, prev: first });
    for (const letters of [[second, first], [first, second, first]])
      expect(stateNow(mine, mine.ops, letters)).toMatchObject({ hasSeed: false });
  });

  it("one run keeps its order, whatever its clock said", () => {
    const mine = copyOf(scene);
    const chain = newId<LetterChainId>();
    const first = of(mine, "totp-here", { chain, counter: 0, at: mine.team.now });
    const second = of(mine, "unknown", { chain, counter: 1, prev: first, at: mine.team.now - 5_000 });
    expect(stateNow(mine, mine.ops, [first, second])).toMatchObject({ hasSeed: false });
  });

  it("a clock that is ahead counts as now", () => {
    const mine = copyOf(scene);
    const ahead = of(mine, "totp-here", { at: mine.team.now + 1e9 });
    const versions = read(mine, [ahead]).get(mine.ops)?.spans.get(item)?.[0]?.versions;
    expect(versions?.[0]?.from).toBe(mine.team.now);
  });

  it("where the log went on meanwhile the later place counts", () => {
    const mine = copyOf(scene);
    const old = of(mine, "totp-here", { at: mine.team.now });
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]));
    const newer = of(mine, "unknown", { at: mine.team.now - 9_000 }, mine.ada);
    expect(stateNow(mine, mine.ops, [newer, old])).toMatchObject({ hasSeed: false });
  });
});

describe("what is left uncounted", () => {
  const now = (mine: SmallTeam, letters: Letter[]) => read(mine, letters).get(mine.ops)?.uncounted.at(-1);

  it.each([
    ["logins of which no fact came", { facts: [fact("totp-here")], logins: 5 }, 4],
    ["nothing, where each has one", { facts: [fact("totp-here")], logins: 1 }, 0],
    ["nothing of an empty vault that says so", { logins: 0 }, 0],
    ["never less than nothing", { facts: [fact("totp-here")], logins: 0 }, 0],
    ["one that is gone is none", { facts: [fact("totp-here")], gone: [item], logins: 0 }, 0],
  ])("%s", (_, content, logins) => {
    const mine = copyOf(scene);
    expect(now(mine, [filed(mine, { by: mine.bob, vault: mine.ops, ...content })])).toMatchObject({ logins, to: null });
  });

  it("all of it before the first letter", () => {
    const mine = copyOf(scene);
    const [before] = read(mine, [filed(mine, { by: mine.bob, vault: mine.ops, logins: 0 })]).get(mine.ops)?.uncounted ?? [];
    expect(before).toMatchObject({ logins: null, to: mine.team.now });
  });

  it("where an editor floods it, their number is not believed, and reading costs little", () => {
    const mine = copyOf(scene);
    const chain = newId<LetterChainId>();
    let prev: Letter | undefined;
    const letters = Array.from({ length: limits.factsPerVault / limits.factsPerLetter + 1 }, (_, counter) => {
      const facts = Array.from({ length: limits.factsPerLetter }, () => fact("totp-here", { item: newId<ItemId>() }));
      const more = { chain, counter, ...(prev === undefined ? {} : { prev }) };
      prev = filed(mine, { by: mine.bob, vault: mine.ops, facts, logins: 1 }, more);
      return prev;
    });
    const began = performance.now();
    const found = read(mine, letters).get(mine.ops);
    process.stdout.write(`facts of 20,000 logins: ${(performance.now() - began).toFixed(0)} ms\n`);
    expect(found?.spans.size).toBe(limits.factsPerVault);
    expect(found?.uncounted.at(-1)?.logins).toBeNull();
  });
});

describe("what a fact says", () => {
  const who = { by: "dana" as never, at: 5 as EpochMs };
  it.each<[string, Partial<LoginFact>, boolean]>([
    ["a statement with its author and time", { state: "totp-elsewhere", ...who }, true],
    ["without an author nothing", { state: "totp-elsewhere", at: who.at }, false],
    ["without a time nothing", { state: "totp-elsewhere", by: who.by }, false],
    ["an exemption with its approver", { state: "exempt", ...who, approver: "ivo" as never }, true],
    ["an exemption without one nothing", { state: "exempt", ...who }, false],
    ["unknown says nothing", { state: "unknown", ...who }, false],
  ])("%s", (_, of, isSaid) => expect(saidByFact(fact("unknown", of)).stated !== null).toBe(isSaid));
});
