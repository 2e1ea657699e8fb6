/**
 * Attacks of a server on a client: the real server, the real core, one tampering between them. What a refusal must leave
 * behind is checked the same way for each (`refuses`), and the honest twin is the same client at the same server afterwards.
 */

import Sqlite from "better-sqlite3";
import { type BodySchema, type Encodable, encode, encodeWith } from "../../shared/encoding/canonical.ts";
import type { FailureCode } from "../../shared/failures.ts";
import { type RouteName, type RouteResponse, routes } from "../../shared/protocol/routes/routes.ts";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../kit/hostile-team.ts";
import { must, passphrase } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { countIn, formsOf } from "../kit/scan.ts";
import type { Between } from "../kit/tampering.ts";
import type { Attack } from "./attack.ts";

export type { HostileTeam };

export type Lie = {
  changes: string;
  code: FailureCode;
  /** What is lied about: the other parts of the team go on. */
  about: "log" | "vault";
  /** A new session is opened under the lie. */
  session?: true;
  /** Something that verifies comes before what is refused, and is taken. */
  afterGood?: true;
  how(line: Between, team: HostileTeam): void | Promise<void>;
};

/** Random text that stands nowhere but in what is secret: no request may hold it, in any form. */
const canary = "Kanarie-7Q4v0Zt2Lw-Geheimnis";
const written: RouteName[] = ["push", "append", "join"];

/** A lie told to Bob's client after Ada wrote: refused by its code, nothing taken or lost, and healed by honesty. */
export function lie({ changes, code, about, session, afterGood, how }: Lie): Attack {
  const run = async () => {
    const team = await hostileTeam();
    await writeNews(team, about);
    const before = afterGood === true ? null : dumpOf(team, about);
    await how(team.line, team);
    team.line.cut(false);
    team.line.forget();
    if (session === true) await reopenSession(team);
    const { failures } = await must(team.bob, "sync.now", {});
    const seen = failures.find((one) => one.code === code && (about === "log" || one.vault === team.vault));
    if (seen === undefined) return { attack: failures.map((one) => one.code).join(" ") || "taken", twin: "not tried" };
    await refuses(team, { code, about, before });
    return { attack: seen.code, twin: await twinOf(team, about) };
  };
  return { changes, code, run };
}

async function writeNews({ ada, line, vault, other }: HostileTeam, about: Lie["about"]): Promise<void> {
  line.cut(true);
  if (about === "log") for (const name of ["Carol", "Dana"]) await must(ada, "invite.create", { name });
  else
    for (const title of [`${canary} one`, `${canary} two`])
      await must(ada, "item.save", { vault, kind: "login", changes: { title, password: canary } });
  const beside = { title: `${canary} beside`, password: canary };
  await must(ada, "item.save", { vault: other, kind: "login", changes: beside });
}

async function reopenSession({ bob }: HostileTeam): Promise<void> {
  await must(bob, "account.lock", {});
  await must(bob, "account.unlock", { passphrase });
}

/** What every refusal leaves behind. */
async function refuses(
  team: HostileTeam,
  { code, about, before }: { code: FailureCode; about: Lie["about"]; before: string | null },
): Promise<void> {
  const { bob, line, vault, item } = team;
  const broken: string[] = [];
  const { failures } = await must(bob, "sync.status", {});
  if (!failures.some((failure) => failure.code === code)) broken.push("nobody is told");
  if (before !== null && dumpOf(team, about) !== before) broken.push("the local database changed");
  const shown = await readsAll(team);
  if (!shown.includes("AWS") || !shown.includes("Elsewhere")) broken.push("what was here is hidden");
  if (about === "vault" && !shown.includes(`${canary} beside`)) broken.push("another vault stopped too");
  if (shown.includes(`${canary} two`)) broken.push("what was refused is shown");
  const saved = await must(bob, "item.save", { vault, item, changes: { username: canary } });
  if (!saved.draft) broken.push("an edit was not kept as a draft");
  // An answer that is no server's at all says nothing about this one, which may still be written to.
  if (
    code !== "server-error" &&
    line.asked.some(({ route, vault: to }) => written.includes(route) && to !== team.other)
  )
    broken.push("something was written after the refusal");
  const secrets = [canary, passphrase].flatMap((secret) => formsOf(secret));
  const sent = line.asked.map(({ url, body }) => Buffer.concat([Buffer.from(url), Buffer.from(body ?? [])]));
  if (sent.some((bytes) => countIn(bytes, secrets) > 0)) broken.push("a secret was on the wire");
  if (broken.length > 0) throw new Error(broken.join("; "));
}

/** The same client goes on with the honest server: takes what it refused, and its draft arrives. */
async function twinOf({ ada, bob, line, item }: HostileTeam, about: Lie["about"]): Promise<string> {
  line.honest();
  await must(bob, "sync.resume", {});
  await inStep(bob, about === "vault" ? 5 : 3);
  await must(ada, "sync.now", {});
  return (await must(ada, "item.get", { item })).username === canary ? "taken" : "the draft did not arrive";
}

/** What the local database holds of what is lied about, as text. */
function dumpOf({ bobDir, vault }: HostileTeam, about: Lie["about"]): string {
  const db = new Sqlite(profileFile(bobDir), { readonly: true });
  const all = (sql: string, ...values: string[]) =>
    db
      .prepare(sql)
      .raw()
      .all(...values);
  const log = () => [all("SELECT * FROM log_entries ORDER BY seq"), all("SELECT * FROM log_blobs ORDER BY hash")];
  const chain = () =>
    ["vault_commits", "item_versions", "voided_commits"].map((table) =>
      all(`SELECT * FROM ${table} WHERE vault = ? ORDER BY 1, 2, 3`, vault),
    );
  const rows = about === "log" ? [...log(), ...chain()] : chain();
  db.close();
  return JSON.stringify(rows);
}

/** An honest answer with one key more, which stands first: it is shorter than the others. */
export function withKey<Name extends RouteName>(
  route: Name,
  value: RouteResponse<Name>,
  [key, more]: [key: string, more: Encodable],
): Response {
  const bytes = encodeWith(routes[route].response as unknown as BodySchema<RouteResponse<Name>>, value);
  const added = Buffer.concat([encode(key), encode(more)]);
  return new Response(Buffer.concat([Uint8Array.of((bytes[0] as number) + 1), added, bytes.subarray(1)]));
}

/** The bytes with one bit turned. */
export function flip(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] as number) ^ 1);
}
