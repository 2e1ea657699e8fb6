/** Section A: unlock, derivation, sessions. */

import Sqlite from "better-sqlite3";
import { deviceCaller } from "../../server/testing/callers.ts";
import { callPlain, pathOf, readAnswer, send, sessionRequest, signedHeaders } from "../../server/testing/client.ts";
import { addPerson } from "../../server/testing/test-server.ts";
import { open, seal } from "../../shared/crypto/envelope.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { type KdfHeader, kdfFloor, newKdfHeader, unwrapMasterKey, wrapMasterKey } from "../../shared/crypto/unlock.ts";
import { hostileTeam, inStep } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { type Attack, checkSection } from "./attack.ts";
import { flip, lie, withKey } from "./on-client.ts";
import { disk, prepare, sets } from "./on-disk.ts";
import { act } from "./on-protocol.ts";
import { guessedCodes, otherClocks, replayedCodes, sideRoutes } from "./on-second-factor.ts";
import { asked } from "./on-server.ts";

const cheap = { alg: 1, ops: 1, mem: 8192 };
const html = (status: number) => () => new Response("<form>Your passphrase, please</form>", { status });

const master = randomBytes(32);
const deviceSecret = randomBytes(32);
const header: KdfHeader = newKdfHeader(newId(), kdfFloor);

/** A master key wrapped under this passphrase, opened with another header or with what is held. */
function unwrapped(changes: string, code: "suite" | "unlock" | "kdf-floor" | "limit", change: Partial<Held>): Attack {
  return act(changes, code, (evil) => {
    const honest: Held = { passphrase: "Ziegel-Sommer-quer-41-Lotse", deviceSecret, header };
    const wrapped = wrapMasterKey({ ...honest, masterKey: master });
    return unwrapMasterKey({ wrapped, ...honest, ...(evil ? change : {}) });
  });
}
type Held = { passphrase: string; deviceSecret: Uint8Array; header: KdfHeader; wrapped?: Uint8Array };

/** Each kind of damage that a server can do to an envelope looks the same from outside: the same requests follow. */
const oracle: Attack = {
  changes: "an envelope damaged in its suite, nonce, commitment, ciphertext, tag or length: what the client asks next",
  code: "no effect",
  run: async () => {
    const team = await hostileTeam();
    const { ada, bob, line, vault } = team;
    const damages = [0, 5, 30, 60, -1].map((at) => (bytes: Uint8Array) => flip(bytes, at < 0 ? bytes.length - 1 : at));
    const transcripts = new Set<string>();
    let total = 2;
    for (const damage of [...damages, (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)]) {
      line.cut(true);
      await must(ada, "item.save", { vault, kind: "login", changes: { title: `N${total}`, password: "p" } });
      line.tamper("envelopes", ({ envelopes }) => ({ envelopes: envelopes.map((one) => one && damage(one)) }));
      line.cut(false);
      line.forget();
      await must(bob, "sync.now", {});
      transcripts.add(line.asked.map(({ route, body }) => `${route} ${body?.length ?? 0}`).join("\n"));
      line.honest();
      await must(bob, "sync.resume", {});
      total += 1;
      await inStep(bob, total);
    }
    return { attack: transcripts.size === 1 ? "no effect" : [...transcripts].join("\n\n"), twin: "taken" };
  },
};

/** One request as it was signed, or changed on its way. */
function request(changes: string, code: "session-binding" | "replay", change: (asked: Sent) => Partial<Sent>): Attack {
  return asked(changes, code, async ({ server, founder }) => {
    const path = pathOf("log", { from: 0 });
    const sent: Sent = { method: "GET", path, headers: signedHeaders(founder.session, { method: "GET", path }) };
    if (code === "replay") await send(server.url, sent);
    const other = { ...sent, headers: signedHeaders(founder.session, { method: "GET", path }) };
    return async (evil) => readAnswer("log", await send(server.url, evil ? { ...sent, ...change(sent) } : other));
  });
}
type Sent = { method: string; path: string; headers: Record<string, string> };

checkSection("A", {
  1: [
    lie({
      changes: "a cheap cost beside the team's log",
      code: "encoding",
      about: "log",
      how: (line) => line.tamper("log", (log) => withKey("log", log, ["kdf", cheap])),
    }),
    lie({
      changes: "a cheap cost beside the challenge",
      code: "encoding",
      about: "log",
      session: true,
      how: (line) => line.tamper("challenge", (answer) => withKey("challenge", answer, ["kdf", cheap])),
    }),
  ],
  2: [
    unwrapped("memory 8 MiB", "kdf-floor", { header: { ...header, mem: 8 << 20 } }),
    unwrapped("one pass", "kdf-floor", { header: { ...header, ops: 1 } }),
    unwrapped("memory 2^40", "limit", { header: { ...header, mem: 2 ** 40 } }),
    unwrapped("another algorithm", "suite", { header: { ...header, suite: 2 } }),
    disk("kdf_mem = 8 MiB in the profile's row", "kdf-floor", sets("profile", "kdf_mem = 8388608")),
    disk("kdf_ops = 1 in the profile's row", "kdf-floor", sets("profile", "kdf_ops = 1")),
    disk("kdf_mem = 2^40 in the profile's row", "limit", sets("profile", "kdf_mem = 1099511627776")),
  ],
  3: [
    disk("a salt of zeros", "unlock", sets("profile", "salt = zeroblob(16)")),
    disk("a salt of 8 bytes", "unlock", sets("profile", "salt = substr(salt, 1, 8)")),
    disk("another person's salt", "unlock", async ({ db }) => {
      const other = new Sqlite(profileFile((await prepare("Eve")).dataDir), { readonly: true });
      const { salt } = other.prepare("SELECT salt FROM profile").get() as { salt: Buffer };
      other.close();
      db.prepare("UPDATE profile SET salt = ?").run(salt);
    }),
  ],
  4: [
    ...[32, 43, 44, 64].map((length) =>
      unwrapped(`a passphrase of ${length} characters that are the master key's`, "unlock", {
        passphrase: Buffer.from(master)
          .toString(length === 64 ? "hex" : "base64")
          .slice(0, length)
          .padEnd(length, "="),
      }),
    ),
    disk("derivation: none (suite 0)", "suite", sets("profile", "suite = 0")),
  ],
  5: [twoKeys("the first key"), twoKeys("the second key")],
  6: [oracle],
  7: [
    ...[401, 403, 200].map((status) =>
      lie({
        changes: `a sign-in page with status ${status}`,
        code: status === 200 ? "encoding" : "server-error",
        about: "log",
        how: (line) => line.tamper("log", html(status)),
      }),
    ),
    lie({
      changes: "a redirect to a sign-in page",
      code: "server-error",
      about: "log",
      how: (line) =>
        line.tamper("log", () => new Response(null, { status: 307, headers: { location: "http://127.0.0.1:9/" } })),
    }),
  ],
  9: [
    request("the same request again", "replay", () => ({})),
    request("another query under the same hash", "session-binding", () => ({ path: "/v1/log?from=1" })),
    request("another path under the same hash", "session-binding", () => ({ path: "/v1/vaults" })),
    request("another counter under the same hash", "session-binding", ({ headers }) => ({
      headers: { ...headers, "latchkey-counter": "999" },
    })),
    request("no hash", "session-binding", ({ headers }) => ({ headers: { ...headers, "latchkey-mac": "" } })),
    asked("from another session", "session-binding", async (fixture) => {
      const { client } = await addPerson(fixture);
      const path = pathOf("log", { from: 0 });
      return async (evil) => {
        const mine = evil ? { ...client.session, session: fixture.founder.session.session } : client.session;
        const headers = signedHeaders(mine, { method: "GET", path });
        return readAnswer("log", await send(fixture.server.url, { method: "GET", path, headers }));
      };
    }),
    asked("the answer to a challenge again", "replay", async ({ server, team }) => {
      const caller = deviceCaller(team.team, team.founder);
      const first = await sessionRequest(server, caller);
      await callPlain(server, "session", { body: first.body, sig: first.sig });
      const fresh = await sessionRequest(server, caller);
      return (evil) => {
        const { body, sig } = evil ? first : fresh;
        return callPlain(server, "session", { body, sig });
      };
    }),
  ],
  10: replayedCodes,
  11: guessedCodes,
  12: otherClocks,
  13: sideRoutes,
});

/** One ciphertext for two keys would need a commitment that fits both: whichever stands there, the other key is refused first. */
function twoKeys(which: "the first key" | "the second key"): Attack {
  return act(`a wrapped key that decrypts under two keys, opened with ${which}`, "commitment", (evil) => {
    const [one, two] = [randomBytes(32), randomBytes(32)];
    const context = { purpose: "master-key", profile: "p" };
    const sealed = seal(one, context, new Uint8Array(32));
    const other = seal(two, context, new Uint8Array(32));
    // The commitment of neither: what is left is the ciphertext, which is never tried.
    const mixed = Buffer.concat([sealed.subarray(0, 25), other.subarray(25, 57), sealed.subarray(57)]);
    return evil ? open(which === "the first key" ? one : two, context, mixed) : open(one, context, sealed);
  });
}
