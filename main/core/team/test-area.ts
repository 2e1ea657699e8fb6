/** What acts of the team stand on, for one person of a test team: the test's log, SQLite in memory, records in a map. Not part of the app. */
import type { EventName } from "../../../shared/contract/commands.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { Hash, ItemId, ProfileId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { parseRecord, type RecordBody } from "../../../shared/model/records/records.ts";
import type { SmallTeam } from "../../../shared/testing/small-team.ts";
import { type Person, must as valueIn, vaultOfKind } from "../../../shared/testing/team.ts";
import { createCopies } from "../local/copies.ts";
import { createBegunActs } from "../log/begun-acts.ts";
import { type TestLog, testWriter } from "../log/test-writer.ts";
import { createRecordIndexes, mayWriteRecord } from "../records/record-index.ts";
import type { Profile } from "../store/profile-row.ts";
import { testDatabase } from "../store/test-database.ts";
import type { TeamArea } from "./team-area.ts";
import { type TestPost, testPost } from "./test-post.ts";

export type TestArea = {
  area: TeamArea;
  log: TestLog;
  /** The answer to a call for join messages. */
  joins: { answer: () => Result<Uint8Array[]>; asked: number };
  events: EventName[];
  clipboard: { text: string | null; isMissing: boolean };
  /** Addresses to which a mail was opened. */
  mails: string[];
  syncs: { asked: number };
  post: TestPost;
  /** Puts a record where only its kind's vault has to fit, as if a colleague's app had. */
  put(vault: VaultId, item: string, record: RecordBody): void;
};

/** The app of this person, unlocked. */
export function testArea({ team }: SmallTeam, by: Person): TestArea {
  const { writer, log } = testWriter(team, by);
  const { db } = testDatabase();
  const made = new Map<VaultId, Map<ItemId, RecordBody>>();
  const put: TestArea["put"] = (vault, item, record) =>
    void made.set(vault, (made.get(vault) ?? new Map<ItemId, RecordBody>()).set(item as ItemId, record));
  const open = async (vault: VaultId) => [...(made.get(vault) ?? [])].map(([item, overview]) => ({ item, overview }));
  const events: EventName[] = [];
  const [joins, clipboard, syncs]: [TestArea["joins"], TestArea["clipboard"], TestArea["syncs"]] = [
    { answer: () => ok([]), asked: 0 },
    { text: null, isMissing: false },
    { asked: 0 },
  ];
  const write = async (text: string) => {
    if (clipboard.isMissing) return fail("clipboard-unavailable");
    clipboard.text = text;
    return ok(true);
  };
  const mails: string[] = [];
  const openMail = async (address: string) => {
    mails.push(address);
    return ok(true);
  };
  const call = async (route: string) => {
    if (route === "allHeads") return ok({ heads: [] });
    joins.asked++;
    const answer = joins.answer();
    return answer.ok ? ok({ joins: answer.value }) : answer;
  };
  const post = testPost(team, by);
  const area = {
    letters: post.letters,
    ...{ ...writer, profile: profileOf(team, by), db, keys: by.keys, joining: new Set(), transport: { call } },
    ports: {
      ...{ clock: writer.ports.clock, timers: { after: () => () => undefined } },
      ...{ clipboard: { available: () => true, write }, shell: { openMail } },
    },
    emit: (name: EventName) => void events.push(name),
    requestSync: () => void syncs.asked++,
    cosigned: { propose: () => null },
    agreedTime: () => team.now,
    freshness: () => ({ isFresh: true, waitsFor: [] }),
    facts: { isDue: () => false, file: async () => ok(true), stop: () => undefined, forget: () => undefined },
    statedAccounts: { isDue: () => false, delayMs: () => 0, file: async () => ok(true) },
    statements: { exchange: async () => ok(true), fetch: async () => ok(true), known: () => [] },
    events: { tell: () => undefined },
  } as unknown as TeamArea;
  area.copies = createCopies(area);
  area.records = {
    of: createRecordIndexes({ unlocked: area, open }),
    async save(vault, item, record) {
      if (!mayWriteRecord(area, record.kind, vault)) return fail("role", { vault }, "after-act");
      put(vault, item, record);
      return ok({ draft: false });
    },
    async saveAll(placed) {
      for (const { vault, record } of placed)
        if (!mayWriteRecord(area, record.kind, vault)) return fail("role", { vault }, "after-act");
      for (const { vault, item, record } of placed) put(vault, item, record);
      return ok({ draft: false });
    },
    pushSoon: async () => undefined,
  };
  area.begun = createBegunActs({
    unlocked: area,
    drafts: {
      ofItem: () => [],
      add(drafts) {
        for (const { vault, item, content } of drafts)
          if (content.wanted !== null) put(vault, item, valueIn(parseRecord(content.wanted.overview)));
        return [];
      },
    },
  });
  return { area, log, joins, events, clipboard, mails, syncs, post, put };
}

/** The profile of this person. */
function profileOf(team: SmallTeam["team"], by: Person): Profile {
  return {
    ...{
      profile: newId<ProfileId>(),
      team: team.team,
      user: by.user,
      device: by.device,
      keychain: "os",
      builtIn: false,
    },
    ...{ origin: "https://latchkey.test", serverKeys: hashText("genesis", "server") as Hash, state: "joined" },
    ...{ teamName: "Engines", person: "Somebody", deviceName: "a computer", waitsFor: null },
  };
}

/** The vault in which names of people lie. */
export function directory({ team }: SmallTeam): VaultId {
  return vaultOfKind(team.state, "directory").vault;
}
