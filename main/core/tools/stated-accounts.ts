/**
 * What people say of their own accounts, by letter to the inbox of `tools`, since members only read there [model: Letters]: written here,
 * filed by the app of a lead or an admin, and believed by readers only beside the letter itself.
 */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { equalValues } from "../../../shared/model/field-merge.ts";
import type { SecondFactor } from "../../../shared/model/item-parts.ts";
import { type AccountStatement, statedAccountId } from "../../../shared/protocol/letters/account-statement.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import type { Received } from "../letters/incoming.ts";
import { contentsOf, countingOf, isLater } from "../letters/letter-contents.ts";
import { type Letters, toolsOf } from "../letters/letters.ts";
import { countIn } from "../store/letter-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { type AccountBody, type Register, readRegister, type ToolsArea, writableVault } from "./register.ts";

export type StatingArea = ToolsArea &
  Pick<OpenedProfile, "db" | "emit" | "keyring" | "ports"> & {
    letters: Pick<Letters, "read" | "write" | "written">;
    requestSync(): void;
  };

export type StatedAccounts = {
  /** Whether there is more than was looked at last, and this person may file it. */
  isDue(): boolean;
  /** Who says something themselves files it at once; the others wait, each another while. */
  delayMs(): number;
  file(): Promise<Result<true>>;
};

/** Each app waits another while, so that the first one's work is there when the next one looks. */
const spreadMs = 20_000;

/** The filing of an unlocked profile. */
export function createStatedAccounts(area: StatingArea): StatedAccounts {
  let lookedAt: string | null = null;
  return {
    isDue() {
      const vault = writableVault(area);
      return vault.ok && markOf(area, vault.value) !== lookedAt;
    },
    delayMs() {
      const isOwn = area.letters.written().some(({ letter }) => letter.body.type === "account-statement");
      return isOwn ? 0 : ((area.ports.random.bytes(1)[0] as number) / 255) * spreadMs;
    },
    async file() {
      const vault = writableVault(area);
      const mark = vault.ok ? markOf(area, vault.value) : null;
      const filed = await fileStatements(area);
      if (filed.ok && filed.value.isWhole) lookedAt = mark;
      return filed.ok ? ok(true) : filed;
    },
  };
}

const markOf = ({ db, log }: StatingArea, vault: VaultId): string => `${log.state().head.hash} ${countIn(db, vault)}`;

/** A statement with its letter. */
export type Statement = { letter: Letter; content: AccountStatement };

/**
 * `account.state`: a new account, or an own one that changed. Failures: `not-found` of the tool, or of an account that this person
 * did not state; `invalid-input` for text that is not well-formed, or a sign-in by another tool that this one does not have; `limit`.
 */
export async function stateAccount(
  area: StatingArea,
  input: CommandParsed<"account.state">,
): Promise<Result<CommandOutput<"account.state">>> {
  const to = toolsOf(area.log.state());
  if (to === undefined) return fail("not-found", { field: "vault" });
  const register = await readRegister(area);
  const before = input.account === undefined ? null : (await ownStatements(area)).get(input.account)?.content;
  if (before === undefined) return fail("not-found", { field: "account" });
  const tool = register.meant(before?.tool ?? input.tool ?? null);
  if (tool === null) return fail("not-found", { field: "tool" });
  const { signInName, role, state, isRemoved } = input;
  if (![signInName ?? "", role ?? ""].every((text) => text.isWellFormed()))
    return fail("invalid-input", { field: "signInName" });
  const through = state === "by-sso" ? register.meant(register.tools.get(tool)?.signInBy ?? null) : null;
  if (state === "by-sso" && (through === null || through === tool)) return fail("invalid-input", { field: "state" });
  const own = before?.own ?? newId<string>();
  const content = { own, tool, signInName, role, state, through, isRemoved };
  const written = area.letters.write([{ to, type: "account-statement", content }]);
  if (!written.ok) return written;
  area.requestSync();
  return ok({ account: statedAccountId(area.profile.user, own) });
}

/** What this person said, of each account the last: on any computer of theirs, and what waits to be sent from this one. */
export async function ownStatements({ letters, log, profile }: StatingArea): Promise<Map<ItemId, Statement>> {
  const vault = toolsOf(log.state());
  const received = vault === undefined ? [] : countingOf((await letters.read(vault)).letters);
  const written = letters.written().map(({ letter }) => letter);
  return newestStatements(contentsOf([...received, ...written], "account-statement"), (user) => user === profile.user);
}

/** Of each account the newest, of people who are asked for; of one person at most so many accounts. */
export function newestStatements(
  statements: readonly Statement[],
  isAsked: (user: UserId) => boolean,
): Map<ItemId, Statement> {
  const newest = new Map<ItemId, Statement>();
  const counts = new Map<UserId, number>();
  for (const one of statements) {
    const { user } = one.letter.body.from;
    if (!isAsked(user)) continue;
    const account = statedAccountId(user, one.content.own);
    const before = newest.get(account);
    if (before === undefined) {
      const count = (counts.get(user) ?? 0) + 1;
      if (count > limits.statedAccounts) continue;
      counts.set(user, count);
    }
    if (before === undefined || isLater(one.letter, before.letter)) newest.set(account, one);
  }
  return newest;
}

/** Files what came and is not in the records yet; also ok where another lead's app was faster. Failures: `role`, `limit`. */
async function fileStatements(area: StatingArea): Promise<Result<{ isWhole: boolean }>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const { letters } = await area.letters.read(vault.value);
  const newest = newestStatements(contentsOf(countingOf(letters), "account-statement"), () => true);
  const records = new Map((await area.records.of.account.list(vault.value)).map(({ item, body }) => [item, body]));
  const register = await readRegister(area);
  const placed = [...newest].flatMap(([item, statement]) => {
    const record = wantedRecord(register, records.get(item), statement);
    return record === null ? [] : [{ vault: vault.value, item, record }];
  });
  const saved = placed.length === 0 ? ok(null) : await area.records.saveAll(placed.slice(0, limits.statedAtOnce));
  return saved.ok ? ok({ isWhole: placed.length <= limits.statedAtOnce }) : saved;
}

/** Null where the record says it already, or a later statement; or is another one's, which no letter changes. */
function wantedRecord(
  register: Register,
  before: AccountBody | undefined,
  { letter, content }: Statement,
): AccountBody | null {
  const { from } = letter.body;
  const known = before?.stated ?? null;
  if (before !== undefined && (known === null || before.user !== from.user)) return null;
  if (known !== null && (known.letter === letter.hash || !isLater(letter, { body: known }))) return null;
  // A tool that is not there is no reason to make a record; of one that was there, what is known stays.
  if (before === undefined && (content.isRemoved || register.meant(content.tool) === null)) return null;
  return statedBody(letter, content);
}

/** The record that holds exactly this statement. */
export function statedBody(letter: Letter, content: AccountStatement): AccountBody {
  const { from, logSeq, chain, counter, time } = letter.body;
  const stated = { by: from.user, letter: letter.hash, logSeq, chain, counter, time };
  return { kind: "account", item: null, user: from.user, stated, ...saidIn(letter, content) };
}

type Said = Pick<AccountBody, "tool" | "signInName" | "role" | "secondFactor" | "removed">;

function saidIn({ body: { from, time } }: Letter, content: AccountStatement): Said {
  const { tool, signInName, role, state, through, isRemoved } = content;
  const nothing = { how: "person", until: null, reason: null, approver: null } as const;
  const secondFactor: SecondFactor = { state, by: from.user, at: time as EpochMs, tool: through, ...nothing };
  return { tool, signInName, role, secondFactor, removed: isRemoved };
}

/** Their letters by hash: what a record says in somebody's name counts only beside one of these. */
export function statedLetters(received: readonly Received[]): ReadonlyMap<string, Statement> {
  // Also of who left since: what they said of themselves was true at its time.
  const letters = received.flatMap(({ letter, standing, isDisputed }) =>
    !isDisputed && (standing === "counts" || standing === "late") ? letter : [],
  );
  return new Map(contentsOf(letters, "account-statement").map((one) => [one.letter.hash, one]));
}

/** Whether a record says exactly what its person's letter says. */
export function isProven(statements: ReadonlyMap<string, Statement>, body: AccountBody): boolean {
  const found = body.stated === null ? undefined : statements.get(body.stated.letter);
  if (found === undefined || found.letter.body.from.user !== body.user) return false;
  const { tool, signInName, role, secondFactor, removed } = body;
  return equalValues({ tool, signInName, role, secondFactor, removed }, saidIn(found.letter, found.content));
}
