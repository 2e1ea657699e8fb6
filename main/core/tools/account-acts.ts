/** Accounts with tools, as leads and admins keep them. What their own people state comes by letter. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { AccountShape, OwnAccount } from "../../../shared/contract/tool-shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { putRecord } from "../records/records.ts";
import { type AccountBody, isActive, type Register, readRegister, type ToolsArea, writableVault } from "./register.ts";
import { isProven, ownStatements, type Statement, type StatingArea, statedBody } from "./stated-accounts.ts";

/**
 * `account.save`. Failures: `role` (also of one that its own person stated); `not-found` of an account, tool, person, or a login
 * that this person cannot open; `invalid-input` where the tool has the same one.
 */
export async function saveAccount(
  area: ToolsArea,
  input: CommandParsed<"account.save">,
): Promise<Result<CommandOutput<"account.save">>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const register = await readRegister(area);
  const begun = await begunAccount(area, register, input);
  if (!begun.ok) return begun;
  const { signInName, role } = input;
  const wanted: AccountBody = {
    ...begun.value,
    ...(signInName === undefined ? {} : { signInName }),
    ...(role === undefined ? {} : { role }),
  };
  if (![wanted.signInName ?? "", wanted.role ?? ""].every((text) => text.isWellFormed()))
    return fail("invalid-input", { field: "signInName" });
  const account = "account" in input ? input.account : newId<ItemId>();
  // What two tools that were merged brought is changed one by one.
  const isSame = "account" in input && begun.value.signInName === wanted.signInName;
  if (!isSame && hasTwin(register, account, wanted))
    return fail("invalid-input", { field: "account", reason: "repeated" });
  const saved = await putRecord(area.records, vault.value, account, wanted);
  return saved.ok ? ok({ account, draft: saved.value.draft }) : saved;
}

/** The account that is changed, or an empty one. */
async function begunAccount(
  area: ToolsArea,
  { tools, accounts }: Register,
  input: CommandParsed<"account.save">,
): Promise<Result<AccountBody>> {
  if ("account" in input) {
    const before = accounts.get(input.account);
    if (before === undefined) return fail("not-found", { field: "account" });
    return before.stated === null ? ok(before) : fail("role", { field: "account" });
  }
  if (!tools.has(input.tool)) return fail("not-found", { field: "tool" });
  const [user, item] = "user" in input ? [input.user, null] : [null, input.item];
  if (user !== null && !isActive(area, user)) return fail("not-found", { field: "user" });
  if (item !== null && (await area.items()).get(item) === undefined) return fail("not-found", { field: "item" });
  return ok({
    ...{ kind: "account", tool: input.tool, item, user, signInName: null, role: null, secondFactor: null },
    ...{ stated: null, removed: false },
  });
}

/** One login is one account of a tool; of a person's own, those with one name. */
function hasTwin({ accounts, meant }: Register, account: ItemId, wanted: AccountBody): boolean {
  return [...accounts].some(
    ([other, { tool, item, user, signInName }]) =>
      other !== account &&
      meant(tool) === meant(wanted.tool) &&
      (item ?? user) === (wanted.item ?? wanted.user) &&
      (item !== null || (signInName ?? "") === (wanted.signInName ?? "")),
  );
}

/** `account.remove`: it is kept as one that is there no more. Failures: `role`, `not-found`. */
export async function removeAccount(area: ToolsArea, account: ItemId): Promise<Result<{ draft: boolean }>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const before = (await readRegister(area)).accounts.get(account);
  if (before === undefined) return fail("not-found", { field: "account" });
  return putRecord(area.records, vault.value, account, { ...before, removed: true });
}

/** `account.list`: one's own; what was said last stands there before it is filed. */
export async function ownAccounts(area: StatingArea): Promise<OwnAccount[]> {
  const register = await readRegister(area);
  const stated = await ownStatements(area);
  const letters = new Map([...stated.values()].map((one) => [one.letter.hash as string, one]));
  const own = new Map([...register.accounts].filter(([, { user }]) => user === area.profile.user));
  for (const [account, { letter, content }] of stated) {
    if (content.isRemoved) own.delete(account);
    else own.set(account, statedBody(letter, content));
  }
  const filed = new Map((await area.records.of.account.list()).map(({ item, body }) => [item, body.stated?.letter]));
  return [...own].flatMap(([account, body]) => {
    const shape = accountShape({ register, letters }, account, body);
    const said = stated.get(account)?.letter.hash;
    const waits = said !== undefined && filed.get(account) !== said;
    return shape === null ? [] : [{ ...shape, isMine: said !== undefined, waits }];
  });
}

/** As the page gets it; null where its tool is not there. */
export function accountShape(
  { register: { tools, meant }, letters }: { register: Register; letters: ReadonlyMap<string, Statement> },
  account: ItemId,
  body: AccountBody,
): AccountShape | null {
  const { tool, item, user, signInName, role, secondFactor } = body;
  const of = meant(tool);
  if (of === null) return null;
  const known =
    secondFactor === null
      ? null
      : { state: secondFactor.state, by: secondFactor.by, at: secondFactor.at, how: secondFactor.how };
  return {
    ...{ account, tool: of, toolName: tools.get(of)?.name ?? "", item, user, signInName, role },
    ...{ secondFactor: known, isStated: isProven(letters, body) },
  };
}
