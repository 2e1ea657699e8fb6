/** Adding, changing, archiving and merging tools: by leads and admins, for everybody. */

import { domainsOf } from "../../../shared/catalogue/domains.ts";
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { websiteAddress } from "../../../shared/model/websites.ts";
import { putRecord } from "../records/records.ts";
import { isActive, type Register, readRegister, type ToolBody, type ToolsArea, writableVault } from "./register.ts";

const emptyTool: ToolBody = {
  ...{ kind: "tool", name: "", domains: [], owner: null, deputy: null, dataClass: null, signInBy: null, roles: [] },
  ...{ payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
};

/**
 * `tool.save`. Failures: `role`; `not-found` of a tool, owner or deputy that is not there; `invalid-input` of a domain under which
 * anybody can have a name, an owner who is their own deputy, a sign-in that leads back, a role twice, text that is not well-formed.
 */
export async function saveTool(
  area: ToolsArea,
  { tool, ...given }: CommandParsed<"tool.save">,
): Promise<Result<CommandOutput<"tool.save">>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const register = await readRegister(area);
  const before = tool === undefined ? emptyTool : register.tools.get(tool);
  if (before === undefined) return fail("not-found", { field: "tool" });
  const domains = typedDomains(given.domains ?? before.domains);
  if (domains === null) return fail("invalid-input", { field: "domains" });
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const wanted = { ...before, ...said, domains } as ToolBody;
  const item = tool ?? newId<ItemId>();
  const sound = checkTool(area, register, { item, before, wanted });
  if (!sound.ok) return sound;
  const saved = await putRecord(area.records, vault.value, item, wanted);
  return saved.ok ? ok({ tool: item, draft: saved.value.draft }) : saved;
}

type Checked = { item: ItemId; before: ToolBody; wanted: ToolBody };

function checkTool(area: ToolsArea, register: Register, { item, before, wanted }: Checked): Result<true> {
  const { name, notes, payer, roles, owner, deputy, signInBy } = wanted;
  if (name.trim() === "") return fail("invalid-input", { field: "name" });
  if (![name, notes ?? "", payer ?? "", ...roles.map((role) => role.name)].every((text) => text.isWellFormed()))
    return fail("invalid-input", { field: "name" });
  if (new Set(roles.map((role) => role.name)).size !== roles.length) return fail("invalid-input", { field: "roles" });
  const isFit = (user: UserId | null, was: UserId | null): boolean =>
    user === null || user === was || isActive(area, user);
  if (!isFit(owner, before.owner)) return fail("not-found", { field: "owner" });
  if (!isFit(deputy, before.deputy)) return fail("not-found", { field: "deputy" });
  if (owner !== null && owner === deputy) return fail("invalid-input", { field: "deputy" });
  if (signInBy !== null && signInBy !== before.signInBy && register.meant(signInBy) === null)
    return fail("not-found", { field: "signInBy" });
  return leadsBack(register, item, signInBy) ? fail("invalid-input", { field: "signInBy" }) : ok(true);
}

/** Whether signing in by these tools, one after the other, comes back to the first. */
function leadsBack({ tools, meant }: Register, item: ItemId, signInBy: ItemId | null): boolean {
  const passed = new Set<ItemId>();
  for (let at = meant(signInBy); at !== null && !passed.has(at); at = meant(tools.get(at)?.signInBy ?? null)) {
    if (at === item) return true;
    passed.add(at);
  }
  return false;
}

/** Domains as they are stored, each once; null where one is none, or anybody can have a name under it. */
export function typedDomains(typed: readonly string[]): string[] | null {
  const domains = new Set<string>();
  for (const text of typed) {
    const address = websiteAddress(text);
    if (!address.ok) return null;
    const [host = ""] = domainsOf(new URL(address.value.address).hostname);
    const domain = host.replace(/^www\./, "");
    if (!isRegistrable(domain) || domain.length > limits.domainChars) return null;
    domains.add(domain);
  }
  return [...domains];
}

/** Of `co.uk` or `github.io` nothing is left but itself, and the name below it is somebody's own. */
function isRegistrable(domain: string): boolean {
  const below = domainsOf(`x.${domain}`);
  return domain.includes(".") && below.includes(domain);
}

/** `tool.archive`. Failures: `role`, `not-found`. */
export async function archiveTool(
  area: ToolsArea,
  { tool, archived }: CommandParsed<"tool.archive">,
): Promise<Result<{ draft: boolean }>> {
  return change(area, tool, (body) => ok({ ...body, state: archived ? "archived" : "shown" }));
}

/** `tool.merge`. Failures: `role`; `not-found`; `invalid-input` for a tool and itself. */
export async function mergeTool(
  area: ToolsArea,
  { tool, into }: CommandParsed<"tool.merge">,
): Promise<Result<{ draft: boolean }>> {
  return change(area, tool, (body, { tools }) => {
    if (into === tool) return fail("invalid-input", { field: "into" });
    return tools.has(into) ? ok({ ...body, mergedInto: into }) : fail("not-found", { field: "into" });
  });
}

async function change(
  area: ToolsArea,
  tool: ItemId,
  by: (body: ToolBody, register: Register) => Result<ToolBody>,
): Promise<Result<{ draft: boolean }>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const register = await readRegister(area);
  const before = register.tools.get(tool);
  if (before === undefined) return fail("not-found", { field: "tool" });
  const wanted = by(before, register);
  return wanted.ok ? putRecord(area.records, vault.value, tool, wanted.value) : wanted;
}

/** `tool.accept`: what is there by then is left out. Failures: `role`; `not-found` of an owner; `invalid-input` of a domain. */
export async function acceptTools(
  area: ToolsArea,
  { tools }: CommandParsed<"tool.accept">,
): Promise<Result<CommandOutput<"tool.accept">>> {
  const vault = writableVault(area);
  if (!vault.ok) return vault;
  const register = await readRegister(area);
  const taken = new Set([...register.tools.values()].flatMap(({ domains }) => domains));
  const wanted: ToolBody[] = [];
  for (const { name, domain, owner } of tools) {
    const domains = typedDomains([domain]);
    if (domains === null) return fail("invalid-input", { field: "domain" });
    if (owner !== null && !isActive(area, owner)) return fail("not-found", { field: "owner" });
    if (name.trim() === "" || !name.isWellFormed()) return fail("invalid-input", { field: "name" });
    if (domains.some((one) => taken.has(one))) continue;
    for (const one of domains) taken.add(one);
    wanted.push({ ...emptyTool, name, domains, owner });
  }
  const placed = wanted.map((record) => ({ vault: vault.value, item: newId<ItemId>(), record }));
  const saved = await area.records.saveAll(placed);
  return saved.ok ? ok({ added: placed.length, draft: saved.value.draft }) : saved;
}
