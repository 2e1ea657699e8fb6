/**
 * All words of the page, in one catalogue, by area. Short, active, second person; functions where a number or a name goes
 * in. Another language is a second object of this type.
 */
import { activityWords } from "./en/activity.ts";
import { actsWords } from "./en/acts.ts";
import { changesWords } from "./en/changes.ts";
import { codesWords } from "./en/codes.ts";
import { compareWords } from "./en/compare.ts";
import { computerWords } from "./en/computers.ts";
import { cosignWords } from "./en/cosign.ts";
import { coverageWords } from "./en/coverage.ts";
import { exportWords } from "./en/export.ts";
import { factorWords } from "./en/factor.ts";
import { filesWords } from "./en/files.ts";
import { firstRunWords } from "./en/first-run.ts";
import { forkWords } from "./en/fork.ts";
import { frameWords } from "./en/frame.ts";
import { gateWords } from "./en/gate.ts";
import { generatorWords } from "./en/generator.ts";
import { groupsWords } from "./en/groups.ts";
import { handedCodesWords } from "./en/handed-codes.ts";
import { importWords } from "./en/import.ts";
import { itemActsWords } from "./en/item-acts.ts";
import { itemsWords } from "./en/items.ts";
import { knownWords } from "./en/known.ts";
import { linksWords } from "./en/links.ts";
import { loginFactorWords } from "./en/login-factor.ts";
import { namesWords } from "./en/names.ts";
import { newComputerWords } from "./en/new-computer.ts";
import { noticesWords } from "./en/notices.ts";
import { ownAccountsWords } from "./en/own-accounts.ts";
import { peopleWords } from "./en/people.ts";
import { purgeWords } from "./en/purge.ts";
import { quickWords } from "./en/quick.ts";
import { recoveryWords } from "./en/recovery.ts";
import { recoveryCodesWords } from "./en/recovery-codes.ts";
import { recoveryPeopleWords } from "./en/recovery-people.ts";
import { registerWords } from "./en/register.ts";
import { restoredWords } from "./en/restored.ts";
import { settingsWords } from "./en/settings.ts";
import { settleWords } from "./en/settle.ts";
import { settleInTurnWords } from "./en/settle-in-turn.ts";
import { teamRulesWords } from "./en/team-rules.ts";
import { todayWords } from "./en/today.ts";
import { toolsWords } from "./en/tools.ts";
import { typedWords } from "./en/typed-text.ts";
import { unsentWords } from "./en/unsent.ts";
import { vaultsWords } from "./en/vaults.ts";

const english = {
  app: "Latchkey",
  ...frameWords,
  ...todayWords,
  ...forkWords,
  ...firstRunWords,
  ...itemsWords,
  ...codesWords,
  ...handedCodesWords,
  ...filesWords,
  ...registerWords,
  ...itemActsWords,
  ...purgeWords,
  ...gateWords,
  ...generatorWords,
  ...settleWords,
  ...typedWords,
  ...unsentWords,
  ...vaultsWords,
  ...groupsWords,
  ...importWords,
  ...exportWords,
  ...linksWords,
  ...loginFactorWords,
  ...settleInTurnWords,
  ...peopleWords,
  ...namesWords,
  ...knownWords,
  ...noticesWords,
  ...quickWords,
  ...settingsWords,
  ...activityWords,
  ...actsWords,
  ...compareWords,
  ...computerWords,
  ...newComputerWords,
  ...recoveryWords,
  ...recoveryCodesWords,
  ...recoveryPeopleWords,
  ...restoredWords,
  ...changesWords,
  ...factorWords,
  ...teamRulesWords,
  ...cosignWords,
  ...toolsWords,
  ...coverageWords,
  ...ownAccountsWords,
};

export type Words = typeof english;

export const words: Words = english;
