/** What cannot be sent is taken into another vault with its files: fetched where they are not here, and never left without a word. */
import { afterEach, describe, expect, it } from "vitest";
import { newId } from "../../../../shared/crypto/random.ts";
import type { BlobId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { call, must, refusal } from "../test-calls.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../test-team.ts";

afterEach(cleanUp);

const hourMs = 3_600_000;
const elsewhere = newId<VaultId>();
type Team = { holder: Holder; ada: Person; item: ItemId };

async function addFile(person: Person, item: ItemId, name: string): Promise<void> {
  const bytes = new TextEncoder().encode(name);
  const { file } = await must(person, "attachment.begin", { item, name, size: bytes.length });
  await must(person, "attachment.write", { file: file as BlobId, from: 0, bytes });
  await must(person, "attachment.add", { file: file as BlobId });
}

/** Ada, with an item that has a file which was sent, and one that they added without a server. */
async function withFiles(): Promise<Team> {
  const { holder, people } = testTeam({ ada: "manage" });
  const { ada } = people as Record<"ada", Person>;
  const inLog = holder.state.vaults.get(ada.vault) as VaultInLog;
  holder.state = {
    ...holder.state,
    vaults: new Map(holder.state.vaults).set(elsewhere, { ...inLog, vault: elsewhere }),
  };
  const item = (await must(ada, "item.save", { vault: ada.vault, changes: { title: "Scales" } })).item as ItemId;
  await addFile(ada, item, "sent.txt");
  ada.online = false;
  await addFile(ada, item, "added.txt");
  return { holder, ada, item };
}

function changeVault({ holder, ada }: Team, change: (found: VaultInLog) => VaultInLog): void {
  const found = holder.state.vaults.get(ada.vault) as VaultInLog;
  holder.state = { ...holder.state, vaults: new Map(holder.state.vaults).set(ada.vault, change(found)) };
}

const archive = (team: Team): void => changeVault(team, (found) => ({ ...found, archived: true }));

/** The copy of the file that was sent is not here any more, as after many others were looked at. */
function forgetSent({ ada }: Team): void {
  ada
    .db()
    .exec(
      "DELETE FROM attachment_files WHERE state = 'kept'; DELETE FROM attachment_parts WHERE blob NOT IN (SELECT blob FROM attachment_files)",
    );
}

const closings: [string, (team: Team) => void][] = [
  [
    "was taken away",
    (team) => {
      const { user } = team.ada.unlocked.profile;
      changeVault(team, (found) => ({
        ...found,
        access: new Map([...found.access].filter(([subject]) => subject !== user)),
      }));
    },
  ],
  [
    "has ended",
    (team) => {
      const { user } = team.ada.unlocked.profile;
      const end = (team.ada.now + hourMs) as EpochMs;
      changeVault(team, (found) => ({
        ...found,
        access: new Map(found.access).set(user, { permission: "edit", end }),
      }));
      team.ada.pass(2 * hourMs);
    },
  ],
];

const move = ({ item }: Team) => ({ item, vault: elsewhere });
const waiting = ({ ada }: Team): number => ada.items.drafts.waiting().count;
const heldFiles = ({ ada }: Team) =>
  ada
    .db()
    .prepare("SELECT state FROM attachment_files ORDER BY state")
    .all()
    .map((row) => (row as { state: string }).state);

/** The files of an item, as they are saved. */
async function filesOf({ ada }: Team, item: string): Promise<[string, string][]> {
  const { attachments } = await must(ada, "item.get", { item });
  const found: [string, string][] = [];
  for (const { file, name } of attachments) {
    await must(ada, "attachment.save", { item, file });
    found.push([name, new TextDecoder().decode(ada.saved.get(name))]);
  }
  return found.sort();
}
const both = [
  ["added.txt", "added.txt"],
  ["sent.txt", "sent.txt"],
];

describe("a change with files that is taken into another vault", () => {
  it("brings all of them, fetched where they are not on this computer", async () => {
    const team = await withFiles();
    archive(team);
    forgetSent(team);
    team.ada.online = true;
    const { item } = await must(team.ada, "draft.move", move(team));
    team.ada.online = false;
    expect(await filesOf(team, item)).toEqual(both);
  });

  it("stays as it is while they cannot be fetched, also where its person would leave files, and leaves nothing half made", async () => {
    const team = await withFiles();
    archive(team);
    forgetSent(team);
    const before = heldFiles(team);
    expect(await refusal(team.ada, "draft.move", move(team))).toBe("offline");
    expect(await refusal(team.ada, "draft.move", { ...move(team), leaveFiles: true })).toBe("offline");
    expect([waiting(team), heldFiles(team)]).toEqual([1, before]);
  });

  it("says how many the server no longer has, and goes without them once its person agrees", async () => {
    const team = await withFiles();
    archive(team);
    forgetSent(team);
    team.holder.files.clear();
    team.ada.online = true;
    expect(await call(team.ada, "draft.move", move(team))).toMatchObject({
      failure: { code: "file-missing", detail: { number: 1, reason: "left" } },
    });
    expect(waiting(team)).toBe(1);
    const { item } = await must(team.ada, "draft.move", { ...move(team), leaveFiles: true });
    expect(await filesOf(team, item)).toEqual([["added.txt", "added.txt"]]);
  });

  it.each(closings)(
    "opens none of a vault to which the access %s, but for what was added here and never sent",
    async (_, close) => {
      const team = await withFiles();
      close(team);
      team.ada.unlocked.events.tell("vaultClosed", team.ada.vault);
      team.ada.online = true;
      const opened: string[] = [];
      const { get } = team.ada.unlocked.files;
      team.ada.unlocked.files.get = (vault, part) => {
        opened.push(part.blob);
        return get(vault, part);
      };
      expect(await call(team.ada, "draft.move", move(team))).toMatchObject({
        failure: { code: "file-missing", detail: { number: 1 } },
      });
      const { item } = await must(team.ada, "draft.move", { ...move(team), leaveFiles: true });
      expect(await filesOf(team, item)).toEqual([["added.txt", "added.txt"]]);
      expect(opened).toEqual([]);
    },
  );

  it("goes nowhere where the right in the other vault ends while files are fetched, and stays", async () => {
    const team = await withFiles();
    archive(team);
    forgetSent(team);
    team.ada.online = true;
    const { get } = team.ada.unlocked.files;
    team.ada.unlocked.files.get = (vault, part) => {
      const inLog = team.holder.state.vaults.get(elsewhere) as VaultInLog;
      const closed = { ...inLog, archived: true };
      team.holder.state = { ...team.holder.state, vaults: new Map(team.holder.state.vaults).set(elsewhere, closed) };
      return get(vault, part);
    };
    expect(await refusal(team.ada, "draft.move", move(team))).toBe("role");
    expect(waiting(team)).toBe(1);
    expect(heldFiles(team)).toEqual(["kept", "waiting"]);
  });
});
