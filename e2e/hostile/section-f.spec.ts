/** Section F: whoever holds the files, the keychain or both halves of neither. */
import { randomBytes } from "../../shared/crypto/random.ts";
import { passphrase } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { countIn, filesBelow, formsOf } from "../kit/scan.ts";
import { type Attack, checkSection } from "./attack.ts";
import { closedProfile, copyClosed, deviceSecrets, disk, diskSecret, openAndRead, prepare, sets } from "./on-disk.ts";

/** A keychain in another state than it was left in. */
function keychain(
  changes: string,
  code: "unlock" | "keychain-missing",
  held: (had: Uint8Array) => Uint8Array | null,
): Attack {
  return disk(changes, code, ({ entries }) => {
    for (const [name, secret] of entries) {
      if (name.endsWith("-rollback-guard")) continue;
      const other = held(secret);
      if (other === null) entries.delete(name);
      else entries.set(name, other);
    }
  });
}

const stolen: Attack = {
  changes: "every file of a closed profile, searched for what is in it",
  code: "no effect",
  run: async () => {
    const profile = await closedProfile();
    const secrets = [diskSecret, passphrase, ...deviceSecrets(profile)].flatMap((secret) => formsOf(secret));
    const found = filesBelow(profile.dataDir).filter(({ bytes }) => countIn(bytes, secrets) > 0);
    const attack = found.length === 0 ? "no effect" : found.map(({ path }) => path).join(" ");
    return { attack, twin: await openAndRead(copyClosed(await closedProfile())) };
  },
};

/** A wrong passphrase under the right keychain, and the other way round. */
const wrongPassphrase: Attack = {
  changes: "all files and the keychain, with another passphrase",
  code: "unlock",
  run: async () => ({
    attack: await openAndRead(copyClosed(await closedProfile()), "Another-passphrase-41-Lotse"),
    twin: await openAndRead(copyClosed(await closedProfile())),
  }),
};

/** Another value of the kind that stands in this column. */
function changed(column: string, value: string): string {
  if (column === "origin") return "http://127.0.0.1:9";
  return (value.startsWith("0") ? "1" : "0") + value.slice(1);
}

let theirs: Promise<string> | null = null;
/** The database of somebody else's profile. */
function otherFile(): Promise<string> {
  theirs ??= prepare("Mallory").then(({ dataDir }) => profileFile(dataDir));
  return theirs;
}

checkSection("F", {
  85: [stolen],
  86: [
    keychain("the keychain is empty", "keychain-missing", () => null),
    keychain("the keychain holds zeros", "unlock", () => new Uint8Array(32)),
    keychain("the keychain holds another computer's secret", "unlock", () => randomBytes(32)),
  ],
  87: [
    ...["user", "device", "team", "origin", "server_keys"].map((column) =>
      disk(`${column} of the profile's row`, "aead", ({ db }) => {
        const { value } = db.prepare(`SELECT ${column} AS value FROM profile`).get() as { value: string };
        db.prepare(`UPDATE profile SET ${column} = ?`).run(changed(column, value));
      }),
    ),
    disk("the profile's row says that it waits for its invite", "no effect", sets("profile", "state = 'waiting'")),
    disk("the sealed identity of another profile", "aead", async ({ db }) => {
      db.prepare("ATTACH ? AS theirs").run(await otherFile());
      db.exec("UPDATE profile SET sealed_identity = (SELECT sealed_identity FROM theirs.profile)");
    }),
    disk("the wrapped key and salt of another profile", "unlock", async ({ db }) => {
      db.prepare("ATTACH ? AS theirs").run(await otherFile());
      db.exec("UPDATE profile SET (sealed_master_key, salt) = (SELECT sealed_master_key, salt FROM theirs.profile)");
    }),
    disk("the log without its newest entry", "local-rollback", ({ db }) => {
      db.exec("DELETE FROM log_entries WHERE seq = (SELECT MAX(seq) FROM log_entries)");
    }),
    disk("an entry of the log with one byte changed", "local-rollback", ({ db }) => {
      const row = db.prepare("SELECT seq, bytes FROM log_entries WHERE seq = 3").get() as {
        seq: number;
        bytes: Buffer;
      };
      row.bytes[40] = (row.bytes[40] as number) ^ 1;
      db.prepare("UPDATE log_entries SET bytes = ? WHERE seq = ?").run(row.bytes, row.seq);
    }),
  ],
  88: { shownBy: "main/core/sync/local-rollback.test.ts" },
  89: { later: "unlock by less than a passphrase" },
  90: { shownBy: "e2e/memory.spec.ts" },
  91: { shownBy: "e2e/canary.spec.ts" },
  92: { shownBy: "e2e/clipboard.spec.ts" },
  93: [
    wrongPassphrase,
    disk("the profile's row says that its secret lies in a file", "no effect", sets("profile", "keychain = 'file'")),
  ],
  94: { shownBy: "main/host/electron/hardening.test.ts, e2e/electron.spec.ts" },
  95: { shownBy: "build/packaging.test.ts" },
  96: { later: "an installer for Windows" },
  97: { shownBy: "main/host/browser/loopback-server.test.ts, e2e/loopback.spec.ts" },
  98: { shownBy: "main/host/updates/updates.test.ts, shared/protocol/release/statement.test.ts" },
});
