/** Logins as the rule on second factors looks at them: from the list and from what was signed; no secret is opened for it. */
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Overview } from "../../../shared/model/items.ts";
import type { GatedLogin, GateRule } from "../../../shared/model/second-factor/gate.ts";
import type { FactorAccount, SignedStatement } from "../../../shared/model/second-factor/state.ts";
import { websiteAddress } from "../../../shared/model/websites.ts";
import { readAboutSites } from "../secondfactor/read-about-sites.ts";
import type { Register } from "../tools/register.ts";
import { signedStatement } from "../vaults/items/factor-statements.ts";
import type { ItemsCore, LoginToPut } from "../vaults/items/items-area.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";

/** What the gate stands on. */
export type GateArea = ItemsCore & {
  /** Resolves when the items of the local store are listed. */
  ready: Promise<void>;
  /** The register of tools as it stands now. */
  register(): Promise<Register>;
};

/** Long work lets others have their turn after so many. */
const atOnce = 200;

type Signed = { of: Overview; statement: SignedStatement | null };
type Offered = GatedLogin["offered"];
/** What was found of statements, websites and grants past the gate. What clears it: lock. */
export type GateMemory = {
  signed: Map<ItemId, Signed>;
  offered: WeakMap<Overview, Offered>;
  /** How many logins of a vault an entry opened though they were held back, by both and how long its chain was. */
  past: Map<string, number>;
};

/** Nothing found yet. */
export const emptyMemory = (): GateMemory => ({ signed: new Map(), offered: new WeakMap(), past: new Map() });

export type GateParts = { area: GateArea; memory: GateMemory };
type Placed = { login: LoginToPut; vault: VaultId };

/** These logins as they would be in these vaults. */
export async function gatedLogins(
  { area, memory }: GateParts,
  register: Register,
  placed: readonly Placed[],
): Promise<GatedLogin[]> {
  const found: GatedLogin[] = [];
  for (const [at, { login, vault }] of placed.entries()) {
    if (at % atOnce === atOnce - 1) await turn(area);
    const { item, overview } = login;
    const tool = register.toolOf(overview) ?? overview.tool;
    const stated = await statementOf({ area, memory }, login);
    found.push({
      ...{ id: item, vault, tool, person: null, hasSeed: overview.hasTotp, stated },
      dataClass: tool === null ? null : (register.tools.get(tool as ItemId)?.dataClass ?? null),
      // Only of what is weak it decides anything: no start of the app reads the catalogue for the rest.
      offered: isWeak(stated) ? await offeredTo(memory, overview) : "unknown",
      isSaidByLead: stated !== null && isLead(area, stated),
    });
  }
  return found;
}

const turn = ({ unlocked }: GateArea): Promise<void> => new Promise((go) => void unlocked.ports.timers.after(0, go));

/** What was found once holds as long as the list has the same; what waits here is signed anew, and what nobody signed may come yet. */
async function statementOf({ area, memory }: GateParts, login: LoginToPut): Promise<SignedStatement | null> {
  const { item, overview, isDraft } = login;
  if (overview.hasTotp || overview.secondFactor === null) return null;
  const known = memory.signed.get(item);
  if (known?.of === overview && !isDraft) return known.statement;
  const { statement, isUnsigned } = await signedStatement(area, item, { ...login, body: { overview } });
  if (!isDraft && !isUnsigned) memory.signed.set(item, { of: overview, statement });
  return statement;
}

const isWeak = (stated: SignedStatement | null): boolean =>
  stated?.state === "sms-only" || stated?.state === "not-offered";

/** What the catalogue read of a login's websites. */
export async function offeredTo(memory: GateMemory, overview: Overview): Promise<Offered> {
  const known = memory.offered.get(overview);
  if (known !== undefined) return known;
  const hosts = overview.urls.flatMap(({ url }) => {
    const read = websiteAddress(url);
    return read.ok ? [new URL(read.value.address).hostname] : [];
  });
  const offered = (await readAboutSites(hosts))?.offered ?? "unknown";
  memory.offered.set(overview, offered);
  return offered;
}

function isLead({ unlocked }: GateArea, { by }: SignedStatement): boolean {
  const said = unlocked.log.state().users.get(by);
  return said?.active === true && (said.role === "lead" || said.role === "admin");
}

/** The logins of these vaults, as the list has them. */
export function loginsIn({ overviews }: GateArea, vaults: ReadonlySet<VaultId>): LoginToPut[] {
  return [...overviews.index.rows()].flatMap(({ item, vault, overview, version, draft }) =>
    overview.kind === "login" && vaults.has(vault)
      ? [{ item, vault, overview, version: version ?? 0, isDraft: draft }]
      : [],
  );
}

/** The shared vaults that this person can open. */
export function openShared({ unlocked }: GateArea): VaultId[] {
  return [...unlocked.log.state().vaults.values()].flatMap(({ vault, kind }) =>
    kind === "shared" && isReadable(unlocked, vault) ? [vault] : [],
  );
}

/**
 * Accounts that logins which sign in through another tool ask: every login in the shared vaults, and people's own accounts, of which
 * nobody's signature is known here. Nothing where no login does.
 */
export async function accountsBehind(
  parts: GateParts,
  register: Register,
  logins: readonly GatedLogin[],
): Promise<FactorAccount[]> {
  if (!logins.some(({ stated }) => stated?.state === "by-sso")) return [];
  const all = loginsIn(parts.area, new Set(openShared(parts.area)));
  const shared = await gatedLogins(
    parts,
    register,
    all.map((login) => ({ login, vault: login.vault })),
  );
  const own = [...register.accounts].flatMap(([id, { tool, user }]) =>
    user === null ? [] : [{ id, tool: register.meant(tool), person: user, hasSeed: false, stated: null }],
  );
  return [...shared, ...own];
}

/** The rule with tools by what they were merged into; one that is not known here stays what it is called. */
export function meantRule({ mode, scope }: GateRule, { meant }: Register): GateRule {
  return {
    mode,
    scope: scope.map((one) => (one.kind === "tool" ? { ...one, id: meant(one.id) ?? one.id } : one)),
  };
}

/** The latest time that this computer has seen: nothing that ended comes back with a clock that was set back. */
export const timeOf = ({ unlocked }: GateArea): EpochMs => unlocked.rights.now() as EpochMs;
