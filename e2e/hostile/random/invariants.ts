/** What must hold whatever was done: nobody raised themselves, nothing was forged, nothing secret is outside. Each answers sentences. */
import Sqlite from "better-sqlite3";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry, applyGenesis } from "../../../shared/protocol/team-log/verify.ts";
import { must as value } from "../../../shared/testing/team.ts";
import { withKeysOf } from "../../kit/closed-client.ts";
import { passphrase } from "../../kit/must.ts";
import { profileFile } from "../../kit/profile-file.ts";
import { countIn, filesBelow, formsOf, withUnpacked } from "../../kit/scan.ts";
import { trespasses } from "../trespasses.ts";
import type { SeenVault } from "./convergence.ts";
import { canary } from "./random-acts.ts";
import type { Member, RandomTeam } from "./random-team.ts";

/** What Eve's entries in this member's log gave or took that was not Eve's. */
export function trespassesIn(team: RandomTeam, { dataDir }: Pick<Member, "dataDir">): string[] {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const entries = db.prepare("SELECT bytes FROM log_entries ORDER BY seq").pluck().all() as Uint8Array[];
  db.close();
  const [genesis, ...rest] = entries.map((bytes) => new Uint8Array(bytes));
  let state: TeamState = value(applyGenesis(genesis as Uint8Array, team.eve?.seen.team as never));
  const found: string[] = [];
  for (const bytes of rest) {
    const { body } = value(parseEntry(bytes));
    const after = value(applyEntry(state, bytes)).state;
    if (team.evils.has(body.actor.user)) found.push(...trespasses(state, after, body.actor.user));
    state = after;
  }
  return found;
}

/** Values that nobody of the team typed. */
export function forgeries(team: RandomTeam, views: Iterable<SeenVault>): string[] {
  const typed = new Set([...team.typed.map((one) => one.value), ...team.titles]);
  const found: string[] = [];
  for (const view of views)
    for (const [item, { values }] of view)
      for (const shown of values)
        if (shown !== "" && !shown.startsWith("!") && !typed.has(shown)) found.push(`${item} shows ${shown}`);
  return found;
}

/** What must not be outside by its name: typed values, the passphrase. */
export const typedSecrets: Secret[] = [
  ["a typed value", canary],
  ["the passphrase", passphrase],
];
export type Secret = readonly [name: string, secret: string | Uint8Array];

/** Keys of vaults and computers. Closes the members. */
export async function keysOf(team: RandomTeam): Promise<Secret[]> {
  const secrets: Secret[] = [];
  for (const { name, client, dataDir } of team.members)
    await withKeysOf(client, dataDir, async ({ log, keyring, keys }) => {
      for (const [part, bytes] of Object.entries(keys))
        if (part.endsWith("Key") && bytes instanceof Uint8Array) secrets.push([`${name}'s ${part}`, bytes.slice()]);
      for (const { vault, epoch } of log.state().vaults.values())
        for (let at = 1; at <= epoch; at++) {
          const key = keyring.key(vault, at);
          if (key !== null) secrets.push([`the key of ${vault}, epoch ${at}`, key.slice()]);
        }
    });
  return secrets;
}

/** Which of these are in what was sent, in the server's folder or in a log, in whatever form. */
export function leaks(team: RandomTeam, secrets: readonly Secret[]): string[] {
  const outside = [
    ...team.members.map(({ name, line }) => ({ where: `what ${name} sent`, bytes: Buffer.concat(line.sent) })),
    ...filesBelow(team.serverDir).map(({ path, bytes }) => ({ where: path, bytes })),
    { where: "a log", bytes: Buffer.from(team.logged.join("\n")) },
  ].map(({ where, bytes }) => ({ where, parts: withUnpacked(bytes) }));
  const found: string[] = [];
  for (const [name, secret] of secrets) {
    const forms = formsOf(secret);
    for (const { where, parts } of outside)
      if (parts.some((bytes) => countIn(bytes, forms) > 0)) found.push(`${name} is in ${where}`);
  }
  return found;
}
