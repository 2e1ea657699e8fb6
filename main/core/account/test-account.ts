/** The machine of one computer for tests of the account: profiles in SQLite in memory, keychain, clock and timers. Not part of the app. */
import Sqlite from "better-sqlite3";
import { memoryKeychain } from "../../../e2e/kit/drive-ports.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { DeviceId, Hash, ProfileId, TeamId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { must } from "../../../shared/testing/team.ts";
import type { Database, Ports, ProfileFiles, SecretNote, SecretNotes } from "../ports.ts";
import type { Profile, StoredProfile } from "../store/profile-row.ts";
import { databaseOf } from "../store/test-database.ts";
import { sealIdentity } from "./identity-seal.ts";
import { makeProfile } from "./profile-making.ts";
import { type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

export const passphrase = "Ziegel-Sommer-quer-41-Lotse";

/** Profiles by id; what is closed stays readable, and every database that was opened knows whether it was closed. */
export type MemoryFiles = ProfileFiles & {
  databases: Map<string, Sqlite.Database>;
  opened: { profile: string; closed: boolean }[];
};

function memoryNotes(): SecretNotes {
  const notes = new Map<string, SecretNote>();
  return {
    add: (note) => ok(notes.set(note.profile, note).size > 0 || true),
    list: () => [...notes.values()],
    remove: (profile) => void notes.delete(profile),
  };
}

function memoryFiles(): MemoryFiles {
  const databases = new Map<string, Sqlite.Database>();
  const opened: MemoryFiles["opened"] = [];
  return {
    ...{ databases, opened, claim: () => ok({ release: () => undefined }) },
    list: () => [...databases.keys()].sort(),
    open(profile) {
      const raw = databases.get(profile) ?? new Sqlite(":memory:");
      databases.set(profile, raw);
      const one = { profile, closed: false };
      opened.push(one);
      const close = () => {
        one.closed = true;
      };
      return ok({ ...databaseOf(raw), close } satisfies Database);
    },
    backup: () => ok(true),
    removeBackups: () => ok(true),
    remove: (profile) => void databases.delete(profile),
  };
}

export type TestComputer = ReturnType<typeof testComputer>;

/** A computer whose clock stands still until the test moves it, and whose server does not answer unless the test gives one. */
export function testComputer(http: Ports["http"] = { send: async () => fail("offline", undefined, "later") }) {
  const files = memoryFiles();
  const keychain = memoryKeychain();
  const keyFile = { ...memoryKeychain(), kind: "file" as const };
  const clock = { now: 1_700_000_000_000, setBy: 0, locks: 0, due: [] as { at: number; act: () => void }[] };
  const events: { name: string; fields: unknown }[] = [];
  const after = (ms: number, act: () => void) => {
    const due = { at: clock.now + ms, act };
    clock.due.push(due);
    return () => {
      clock.due = clock.due.filter((one) => one !== due);
    };
  };
  const ports = {
    ...{ profiles: files, secretNotes: memoryNotes(), keychain, keyFile, http, kdf: "floor" },
    // Timers go by the clock that stands still while the computer sleeps.
    clock: { now: () => clock.now + clock.setBy, steady: () => clock.now },
    timers: { after },
    appearance: { get: () => "system", set: () => ok(true) },
    clipboard: { available: () => true },
    log: { event: (name: string, fields: unknown) => void events.push({ name, fields }) },
    desktop: { ask: async () => null },
    links: { waiting: () => null, listen: () => {}, seen: () => {}, done: () => {} },
    shell: { lock: () => void clock.locks++, deviceName: () => "a computer" },
    builtInServer: { start: async () => fail("offline"), resume: async () => fail("offline") },
  } as unknown as Ports;
  /** Moves the clock and runs what is due by then, in order. */
  const pass = (ms: number): void => {
    clock.now += ms;
    const due = clock.due.filter(({ at }) => at <= clock.now);
    clock.due = clock.due.filter(({ at }) => at > clock.now);
    for (const { act } of due) act();
  };
  return { ports, files, keychain, keyFile, clock, events, pass };
}

export type TestProfile = { stored: StoredProfile; secrets: NewSecrets; making: Parameters<typeof makeProfile>[2] };

/** A profile with real secrets, not on any disk yet. Without a plan it is in its team. */
export function newProfile(
  { ports }: TestComputer,
  options: { plan?: WaitingPlan; shown?: Partial<Profile> } = {},
): TestProfile {
  const id = newId<ProfileId>();
  const secrets = newSecrets(ports, id, passphrase);
  const { keys, header, sealedMasterKey, deviceSecret } = secrets;
  const { plan, shown } = options;
  const team = hashText("genesis", newId()) as string as TeamId;
  const user = newId<UserId>();
  const profile: Profile = {
    ...{ profile: id, team, user, device: deviceIdOf({ team, user, ...keys }) as DeviceId },
    ...{ origin: "https://latchkey.test", serverKeys: hashText("genesis", "server") as Hash },
    ...{
      state: plan === undefined ? "joined" : "waiting",
      teamName: "Engines",
      person: "Ada",
      deviceName: "a computer",
    },
    ...{ waitsFor: null, keychain: "os", builtIn: false, ...shown },
  };
  const stored: StoredProfile = {
    ...{ profile, header, sealedMasterKey, sealedIdentity: sealIdentity(keys.localStateKey, profile) },
    sealedJoin: plan === undefined ? null : sealPlan(keys.localStateKey, id, plan),
  };
  return { stored, secrets, making: { stored, deviceSecret, keys, entries: [], blobs: [] } };
}

/** The same, on this computer's disk and in its keychain. */
export async function keptProfile(
  computer: TestComputer,
  options: Parameters<typeof newProfile>[1] = {},
): Promise<TestProfile & { db: Database }> {
  const made = newProfile(computer, options);
  const { db } = must(await makeProfile(computer.ports, computer.keychain, made.making));
  return { ...made, db };
}
