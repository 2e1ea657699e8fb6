/**
 * Ada's computer after all that can go wrong at once, by real means: a vault whose key was never handed over, an item whose
 * newest version opens for nobody, a vault of which the server has shown two histories, and a profile's file that was changed.
 */
import { cpSync } from "node:fs";
import Sqlite from "better-sqlite3";
import type { Client } from "../drive.ts";
import { pushDamaged } from "./damaged-version.ts";
import { again, inStep, keptInFile, keylessVault } from "./key-loss.ts";
import { profileFile } from "./profile-file.ts";
import { scratchDir } from "./scratch.ts";
import { must, readyVault, server } from "./team.ts";

const names = {
  person: "Maximiliane von Schönborn-Buchheim",
  vault: "Handelskammer Hamburg, Mitgliederverwaltung und Beitragswesen",
  logins: [
    "Handelskammer Hamburg, Mitgliederverwaltung und Beitragswesen",
    ...["AWS root", "Mailchimp", "Adobe Creative Cloud", "Google Ads", "LinkedIn Company Page", "Pinterest", "Canva"],
  ],
};

/** Ada's folder, closed, and what is in it by name. */
export async function troubledFolder() {
  const serverDir = scratchDir();
  const { ada, adaDir, running } = await keptInFile(serverDir);
  const { bob: first, bobDir, bobsUser } = await keylessVault(ada, names);
  const shared = async (title: string, login: string) => {
    const { vault } = await must(ada, "vault.create", { title });
    await must(ada, "vault.setAccess", { vault, user: bobsUser, permission: "manage" });
    const { item } = await must(ada, "item.save", {
      vault,
      changes: { title: login, username: "anna", password: "a" },
    });
    await readyVault(first, vault);
    return { vault, item };
  };
  const damaged = await shared("Marketing", "Newsletter");
  const forked = await shared("Support", "Helpdesk");
  await inStep(first);
  await pushDamaged(first, bobDir, { running, ...damaged });
  await inStep(ada);
  // Ada writes on the server of now, Bob on a copy of before; and the copy is the one that goes on.
  await running.close();
  const copy = scratchDir();
  cpSync(serverDir, copy, { recursive: true });
  const now = await server({ dataDir: serverDir });
  await write(ada, forked.vault, "Seen by Ada alone");
  await now.close();
  await must(ada, "item.save", { vault: forked.vault, item: forked.item, changes: { username: "offline" } });
  await ada.close();
  const other = await server({ dataDir: copy });
  const bob = await again(first, bobDir);
  await write(bob, forked.vault, "Seen by everybody else");
  spoil(profileFile(adaDir));
  return { adaDir, bob, running: other };
}

async function write(person: Client, vault: string, title: string): Promise<void> {
  await must(person, "item.save", { vault, changes: { title, password: "x" } });
  await inStep(person);
}

/** Takes away the draft that waits, the newest entry of the log and the first events of the activity but two. */
function spoil(file: string): void {
  const db = new Sqlite(file);
  db.exec("DELETE FROM drafts; DELETE FROM log_entries WHERE seq = (SELECT MAX(seq) FROM log_entries)");
  db.exec("DELETE FROM activity_events WHERE seq BETWEEN 3 AND 5");
  db.close();
}
