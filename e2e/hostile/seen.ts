/** All that a person can see of their profile, as flat text by name, so that two looks can be compared value by value. */
import type { CommandInput, CommandName, CommandOutput } from "../../shared/contract/commands.ts";
import { codeRule, type FailureCode } from "../../shared/failures.ts";
import type { Client } from "../drive.ts";

/** Values by name; what failed is `!` and its code. */
export type Seen = Map<string, string>;
export type Look = { seen: Seen; told: string[] };

/** Reads every vault, item, field, version, author, name, invite, report and setting. */
export async function lookAtAll(client: Client): Promise<Seen> {
  const seen: Seen = new Map();
  const put = (name: string, value: unknown): void => void seen.set(name, JSON.stringify(value) ?? "nothing");
  async function ask<Name extends CommandName>(
    place: string,
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandOutput<Name> | null> {
    const result = await client.call(name, input);
    if (result.ok) return result.value as CommandOutput<Name>;
    seen.set(place, `!${result.failure.code}`);
    return null;
  }
  const status = await ask("status", "account.status", {});
  if (status !== null) {
    const { user, device, team, role, autoLockMinutes, profiles } = status;
    put("self", { user, device, team, role, profiles });
    put("autoLock", autoLockMinutes);
  }
  for (const { vault, access, failure, ...shape } of (await ask("vaults", "vault.list", {})) ?? []) {
    for (const [name, value] of Object.entries(shape)) put(`vault/${vault}/${name}`, value);
    put(
      `vault/${vault}/access`,
      access.map(({ user, permission, end }) => [user, permission, end]),
    );
    if (failure !== undefined) seen.set(`vault/${vault}/failure`, `!${failure.code}`);
  }
  for (const { user, ...shape } of (await ask("members", "member.list", {})) ?? [])
    for (const [name, value] of Object.entries(shape)) put(`member/${user}/${name}`, value);
  for (const { invite, ...shape } of (await ask("invites", "invite.list", {})) ?? []) {
    for (const [name, value] of Object.entries(shape)) put(`invite/${invite}/${name}`, value);
    if (shape.state === "open")
      put(`invite/${invite}/code`, await ask(`invite/${invite}/again`, "invite.again", { invite }));
  }
  for (const { report, ...shape } of (await ask("reports", "import.reports", {})) ?? []) put(`report/${report}`, shape);
  for (const { item, ...row } of (await ask("items", "item.list", { limit: 1000 }))?.items ?? []) {
    for (const [name, value] of Object.entries(row)) put(`item/${item}/${name}`, value);
    const detail = await ask(`item/${item}/detail`, "item.get", { item });
    if (detail === null) continue;
    const { history, fields, imported, conflictList, ...rest } = detail;
    for (const [name, value] of Object.entries(rest)) put(`item/${item}/${name}`, value);
    for (const { version, ...by } of history) {
      put(`item/${item}/version ${version}`, by);
      const field = "password";
      put(
        `item/${item}/version ${version}/${field}`,
        await ask(`item/${item}/old`, "item.reveal", { item, field, version }),
      );
    }
    put(`item/${item}/lists`, { imported, conflictList });
    const reveals = [
      ...imported.map(({ reveal }) => reveal),
      ...conflictList.map(({ conflict }) => `conflict:${conflict}`),
    ];
    for (const field of [...fields.map((one) => one.field), ...reveals])
      put(`item/${item}/${field}`, await ask(`item/${item}/secret`, "item.reveal", { item, field }));
  }
  return seen;
}

/** What must hold of a second look: each value is the one of the first, an earlier true one where that was told, or absent by name. */
export function findDifferences(
  { expected, earlier }: { expected: Seen; earlier: ReadonlyMap<string, ReadonlySet<string>> },
  { seen, told }: Look,
): string[] {
  const wrong = [
    ...told,
    ...[...seen.values()].filter((value) => value.startsWith("!")).map((value) => value.slice(1)),
  ].filter((code) => !isOfThisDisk(code));
  const isTold =
    told.length > 0 || [...seen.values()].some((value) => value.startsWith("!") || value === '"key-pending"');
  const differences = wrong.map((code) => `told ${code}`);
  for (const [name, value] of seen) {
    if (value === expected.get(name) || value.startsWith("!") || value === "null") continue;
    const wasTrue = earlier.get(name)?.has(value) === true;
    if (!(isTold && (wasTrue || isLess(name, value))))
      differences.push(`${name} shows ${value} for ${expected.get(name)}`);
  }
  if (!isTold) for (const name of expected.keys()) if (!seen.has(name)) differences.push(`${name} is gone in silence`);
  return differences;
}

/** Where something is missing, by name: nothing, instead of a name; a smaller number of items; a vault that says that it stands still. */
function isLess(name: string, value: string): boolean {
  if (value === '""' && /^(vault\/.*\/title|member\/.*\/name|invite\/.*\/name)$/.test(name)) return true;
  return /^vault\/.*\/(count|state)$/.test(name);
}

const ofThisDisk = ["offline", "not-found", "storage-full"];

/** Codes that name this computer, and accuse neither the server nor a person. */
function isOfThisDisk(code: string): boolean {
  return ofThisDisk.includes(code) || codeRule(code as FailureCode)?.about === "local";
}
