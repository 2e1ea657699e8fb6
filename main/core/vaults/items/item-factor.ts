/** The second factor of a login, as people state it: how it stands, saying it, and signing an exemption. */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { FactorShape } from "../../../../shared/contract/item-factor.ts";
import type { EpochMs, ItemId, UserId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { SecondFactor } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { type StandingFound, standingsAt } from "../../../../shared/model/second-factor/state.ts";
import { websiteAddress } from "../../../../shared/model/websites.ts";
import { covers, rightIn } from "../../../../shared/protocol/team-log/state/rules.ts";
import { readAboutSites } from "../../secondfactor/read-about-sites.ts";
import { signedStatement } from "./factor-statements.ts";
import { mayWrite } from "./item-save.ts";
import { type ItemView, viewItem } from "./item-view.ts";
import type { ItemsArea, ItemsCore } from "./items-area.ts";
import { editPart } from "./part-edit.ts";

type SayInput = CommandParsed<"item.setSecondFactor">;

/** How it stands now. Failures: those of opening the item; `invalid-input` for what is no login. */
export async function getFactor(area: ItemsArea, item: ItemId): Promise<Result<FactorShape>> {
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const { overview, secret } = view.value.body;
  const hasSeed = secret.totp !== null;
  wipeSecret(secret);
  if (overview.kind !== "login") return notLogin;
  const found = await standingOf(area, item, { view: view.value, hasSeed });
  const hosts = overview.urls.flatMap(({ url }) => {
    const read = websiteAddress(url);
    return read.ok ? [new URL(read.value.address).hostname] : [];
  });
  const { approver, state } = overview.secondFactor ?? {};
  const { user } = area.unlocked.profile;
  const canSign = state === "exempt" && approver === user && found.reason === "exemption-incomplete";
  return ok({
    ...found,
    version: view.value.version,
    stated: overview.secondFactor,
    canSign: canSign && mayWrite(area, view.value.vault).ok,
    canSay: !hasSeed && mayWrite(area, view.value.vault).ok,
    approvers: approversOf(area, view.value),
    about: await readAboutSites(hosts),
  });
}

const notLogin = fail("invalid-input", { field: "item", reason: "kind" }, "after-act");

type Seen = { view: ItemView; hasSeed: boolean };

async function standingOf(area: ItemsCore, item: ItemId, { view, hasSeed }: Seen): Promise<StandingFound> {
  const { statement, isUnsigned } = await signedStatement(area, item, view);
  if (isUnsigned && !hasSeed) return { standing: "unknown", reason: "not-signed", until: null };
  const { tool } = view.body.overview;
  const account = { id: item, tool, person: null, hasSeed, stated: statement };
  // The latest time that was seen here: what ended comes back with no clock that was set back.
  const now = area.unlocked.rights.now() as EpochMs;
  return standingsAt([account], now).get(item) ?? { standing: "unknown", reason: "nobody-said", until: null };
}

/** Who could sign an exemption here: everybody else who may write into the vault. */
function approversOf({ unlocked }: ItemsCore, { vault }: ItemView): UserId[] {
  const state = unlocked.log.state();
  const inLog = state.vaults.get(vault);
  if (inLog === undefined) return [];
  return [...state.users.keys()].filter(
    (user) => user !== unlocked.profile.user && covers(rightIn(state, user, inLog), "edit"),
  );
}

/**
 * Says it, in the person's own name, or signs or declines an exemption as its approver. Failures: those of opening the item, `role`, `access-ended`,
 * `older-version`, `invalid-input`: `kind`; `seed`, where the seed itself says it; `approver`, who must be somebody else who may write
 * here; `until`, which must be to come; `not-asked`, where nobody asked this person.
 */
export function sayFactor(area: ItemsArea, input: SayInput): Promise<Result<Record<string, never>>> {
  return editPart(area, input, {
    check({ body: { overview, secret } }) {
      if (overview.kind !== "login") return notLogin;
      return secret.totp === null ? ok(true) : fail("invalid-input", { field: "state", reason: "seed" }, "after-act");
    },
    change: (seen, at, view) => changed(area, seen, { input, view, at }),
  });
}

type Saying = { input: SayInput; view: ItemView; at: EpochMs };

function changed(area: ItemsArea, seen: ItemBody, saying: Saying): Result<ItemBody> {
  const secondFactor = statementOf(area, seen.overview.secondFactor, saying);
  if (!secondFactor.ok) return secondFactor;
  return ok({ overview: { ...seen.overview, secondFactor: secondFactor.value }, secret: { ...seen.secret } });
}

function statementOf(area: ItemsArea, before: SecondFactor | null, { input, view, at }: Saying): Result<SecondFactor> {
  const { user } = area.unlocked.profile;
  if (input.state === "exempt-signed" || input.state === "exempt-declined") {
    const isAsked = before?.state === "exempt" && before.approver === user && before.by !== user;
    if (!isAsked) return fail("invalid-input", { field: "state", reason: "not-asked" }, "after-act");
    if (input.state === "exempt-declined") return ok(declined(before, { by: user, at, reason: input.reason }));
    if (!isToCome(before.until, at)) return notToCome;
    // What is signed differs from what was asked, whatever the two clocks say.
    return ok({ ...before, at: Math.max(at, before.at + 1) as EpochMs });
  }
  const said = { by: user, at, how: "person", tool: null } as const;
  if (input.state !== "exempt") return ok({ ...said, state: input.state, until: null, reason: null, approver: null });
  const { state, until, reason, approver } = input;
  if (!approversOf(area, view).includes(approver))
    return fail("invalid-input", { field: "approver", reason: "approver" }, "after-act");
  return isToCome(until, at) ? ok({ ...said, state, until, reason, approver }) : notToCome;
}

/** In the approver's own name; who asked and until when is told by the version before. */
function declined(asked: SecondFactor, said: { by: UserId; at: EpochMs; reason: string }): SecondFactor {
  const at = Math.max(said.at, asked.at + 1) as EpochMs;
  return { ...said, at, state: "unknown", how: "person", until: null, approver: null, tool: null };
}

const isToCome = (until: number | null, now: number): boolean => until !== null && until > now;
const notToCome = fail("invalid-input", { field: "until", reason: "until" }, "after-act");
