/** All that a person can see of their profile, as flat text by name, so that two looks can be compared value by value. */
import type { CommandInput, CommandName, CommandOutput } from "../../shared/contract/commands.ts";
import { codeRule, type FailureCode } from "../../shared/failures.ts";
import type { Client } from "../drive.ts";

/** Values by name; what failed is `!` and its code. */
export type Seen = Map<string, string>;
/** `isOnline`: the server was there to heal what was missing. */
export type Look = { seen: Seen; told: string[]; isOnline: boolean };

type Reader = {
  put(name: string, value: unknown): void;
  /** Every value of an answer under a name of its own. */
  putAll(name: string, values: object): void;
  /** The answer; null where it was refused, which is seen at `place`. */
  ask<Name extends CommandName>(
    place: string,
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandOutput<Name> | null>;
};

/** Reads every vault, item, field, version, author, name, invite, report and setting. */
export async function lookAtAll(client: Client): Promise<Seen> {
  const seen: Seen = new Map();
  const put = (name: string, value: unknown): void => void seen.set(name, JSON.stringify(value) ?? "nothing");
  const reader: Reader = {
    put,
    putAll(name, values) {
      for (const [part, value] of Object.entries(values)) put(`${name}/${part}`, value);
    },
    async ask(place, name, input) {
      const result = await client.call(name, input);
      if (result.ok) return result.value as never;
      seen.set(place, `!${result.failure.code}`);
      return null;
    },
  };
  for (const { item, ...row } of (await reader.ask("items", "item.list", { limit: 1000 }))?.items ?? []) {
    reader.putAll(`item/${item}`, row);
    await lookAtItem(reader, item);
  }
  // After the items: how many of them are absent is known when they were looked for.
  await lookAtTeam(reader);
  return seen;
}

async function lookAtTeam({ put, putAll, ask }: Reader): Promise<void> {
  const status = await ask("status", "account.status", {});
  if (status !== null) {
    const { user, device, team, role, autoLockMinutes, profiles } = status;
    putAll("self", { user, device, team, role, profiles, autoLockMinutes });
  }
  for (const { vault, access, failure, ...shape } of (await ask("vaults", "vault.list", {})) ?? []) {
    const rights = access.map(({ user, permission, end }) => [user, permission, end]);
    putAll(`vault/${vault}`, { ...shape, rights });
    if (failure !== undefined) put(`vault/${vault}/failure`, failure.code);
  }
  for (const { user, ...shape } of (await ask("members", "member.list", {})) ?? []) putAll(`member/${user}`, shape);
  for (const { invite, ...shape } of (await ask("invites", "invite.list", {})) ?? []) {
    putAll(`invite/${invite}`, shape);
    const again = shape.state === "open" ? await ask(`invite/${invite}/again`, "invite.again", { invite }) : null;
    if (again !== null) put(`invite/${invite}/code`, again.code);
  }
  for (const { report, ...shape } of (await ask("reports", "import.reports", {})) ?? []) put(`report/${report}`, shape);
}

async function lookAtItem({ put, putAll, ask }: Reader, item: string): Promise<void> {
  const detail = await ask(`item/${item}/detail`, "item.get", { item });
  if (detail === null) return;
  const { history, fields, imported, conflictList, ...rest } = detail;
  putAll(`item/${item}`, { ...rest, imported, conflictList });
  for (const { version, changed, ...by } of history) {
    const name = `item/${item}/version ${version}`;
    put(name, by);
    put(`${name}/changed`, changed);
    const old = await ask(`${name}/refused`, "item.reveal", { item, field: "password", version });
    if (old !== null) put(`${name}/password`, old.value);
  }
  const reveals = [
    ...imported.map(({ reveal }) => reveal),
    ...conflictList.map(({ conflict }) => `conflict:${conflict}`),
  ];
  for (const field of [...fields.map((one) => one.field), ...reveals]) {
    const value = await ask(`item/${item}/${field}`, "item.reveal", { item, field });
    if (value !== null) put(`item/${item}/${field}`, value.value);
  }
}

/** What must hold of a second look: each value is the one of the first, an earlier true one where that was told, or absent by name. */
export function findDifferences(
  { expected, earlier }: { expected: Seen; earlier: ReadonlyMap<string, ReadonlySet<string>> },
  { seen, told, isOnline }: Look,
): string[] {
  const refused = [...seen].flatMap(([name, value]) =>
    value.startsWith("!") && value !== expected.get(name) ? [value.slice(1)] : [],
  );
  const named = [...seen].flatMap(([name, value]) =>
    /^vault\/.*\/failure$/.test(name) ? [JSON.parse(value) as string] : [],
  );
  const absent = [...seen].some(([name, value]) => isAbsentCount(name) && value !== "0");
  const isTold =
    absent || told.length + refused.length + named.length > 0 || [...seen.values()].includes('"key-pending"');
  const differences = [...told, ...refused, ...named]
    .filter((code) => !isOfThisDisk(code))
    .map((code) => `told ${code}`);
  for (const [name, value] of seen) {
    if (value === expected.get(name) || value.startsWith("!") || /^vault\/.*\/failure$/.test(name)) continue;
    if (isAbsentCount(name)) continue;
    const wasTrue = earlier.get(name)?.has(value) === true;
    const isAbsent =
      isUnset(name, value) ||
      isNotKnown(name, value) ||
      (isTold && isStrictest(name, value)) ||
      (isNameless(name, value) && (isTold || !isOnline));
    const isOwn = name.includes("/conflict:") && [...expected.values()].includes(value);
    if (
      !isAbsent &&
      !(isTold && (wasTrue || isOwn || isLess(name, value) || isWithoutKey(name, value, expected.get(name))))
    )
      differences.push(`${isTold ? "" : "untold: "}${name} shows ${value} for ${expected.get(name)}`);
  }
  if (!isTold) for (const name of expected.keys()) if (!seen.has(name)) differences.push(`${name} is gone in silence`);
  return differences;
}

/** How many items of a vault are said not to be on this computer. */
function isAbsentCount(name: string): boolean {
  return /^vault\/.*\/absent$/.test(name);
}

/** A setting whose row is gone is as where nothing was set. */
function isUnset(name: string, value: string): boolean {
  return name === "self/autoLockMinutes" && value === "10";
}

/** What a version changed is said only where both versions are here. */
function isNotKnown(name: string, value: string): boolean {
  return /\/version \d+\/changed$/.test(name) && value === "null";
}

/** A setting that cannot be read counts as the strictest. */
function isStrictest(name: string, value: string): boolean {
  return name === "self/autoLockMinutes" && value === "1";
}

const missingText = /^(vault\/.*\/title|(member|invite)\/.*\/name)$/;

/** Nothing where a name stood: absent until the server gives it again. */
function isNameless(name: string, value: string): boolean {
  return missingText.test(name) && value === '""';
}

/** Where something is missing, by name: nothing, instead of a name; a smaller number of items; a vault that says that it stands still. */
function isLess(name: string, value: string): boolean {
  if (/^(member|invite)\/.*\/emails$/.test(name)) return value === "[]";
  // A draft over an older version: what both changed is kept beside it.
  if (/^item\/.*\/(conflicts|conflictList|unsentFields)$/.test(name)) return true;
  if (/^item\/.*\/(editable|draft|version)$/.test(name)) return ["false", "true", "null"].includes(value);
  return /^vault\/.*\/(count|state)$/.test(name);
}

/** The same people with the same rights, of whom some are said to wait for the key, which this disk no longer holds. */
function isWithoutKey(name: string, value: string, whole: string | undefined): boolean {
  if (whole === undefined || !/^vault\/.*\/readers$/.test(name)) return false;
  const rights = (text: string) =>
    JSON.stringify(JSON.parse(text), (key, part) => (key === "keyPending" ? undefined : part));
  return rights(value) === rights(whole);
}

const ofThisDisk = ["offline", "not-found", "waiting"];

/** Codes that name this computer, and accuse neither the server nor a person. */
function isOfThisDisk(code: string): boolean {
  return ofThisDisk.includes(code) || codeRule(code as FailureCode)?.about === "local";
}
