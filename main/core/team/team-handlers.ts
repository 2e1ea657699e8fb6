/** Commands about people, their computers and invites. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import { recoveryPeople } from "./chosen-people.ts";
import type { Comparing } from "./compare-invite.ts";
import { listDevices, planRevocation, renameDevice, revokeDevice } from "./devices.ts";
import { sawNews } from "./factor-news.ts";
import { codeOf, compareCode, forkOf, saveEvidence } from "./forks.ts";
import { changeGroup, createGroup, listGroups } from "./groups.ts";
import type { Helping } from "./help-recover.ts";
import { invitePlace, setInvitePlace } from "./invite-place.ts";
import { cancelInvite, copyInvite, createInvite, inviteAgain, listInvites, mailInvite } from "./invites.ts";
import type { Linking } from "./link-computer.ts";
import { accessOfMember } from "./member-access.ts";
import { acceptName, askName, declineName, nameRequests } from "./name-requests.ts";
import type { Notices } from "./notices.ts";
import { listMembers } from "./people.ts";
import { cancelRecovery, confirmRecovery, recoveryStatus } from "./recoveries.ts";
import type { RecoverySheets } from "./recovery-sheet.ts";
import { planRemoval, removeMember, setRole } from "./removal.ts";
import { safetyOf } from "./safety.ts";
import { type FactorSetUp, releaseSecondFactor, secondFactorStatus, secondFactorsOfTeam } from "./second-factor.ts";
import type { TeamArea } from "./team-area.ts";
import { setTeamRules, teamRules } from "./team-rules.ts";

type OwnActs = {
  linking: Linking;
  helping: Helping;
  sheets: RecoverySheets;
  factor: FactorSetUp;
  comparing: Comparing;
  notices: Notices;
};

/** Handlers of one unlocked profile. */
export function teamHandlers(area: TeamArea, own: OwnActs) {
  const { linking, helping, sheets, factor, comparing, notices } = own;
  return {
    "invite.create": (input) => createInvite(area, input),
    "invite.list": () => listInvites(area),
    "invite.cancel": ({ invite }) => cancelInvite(area, invite),
    "invite.again": async ({ invite }) => inviteAgain(area, invite),
    "invite.copy": (input) => copyInvite(area, input),
    "invite.mail": (input) => mailInvite(area, input),
    "invite.place": async () => ok(invitePlace(area)),
    "invite.setPlace": async ({ place }) => ok(setInvitePlace(area, place)),
    "invite.compare": (input) => comparing.begin(input),
    "invite.compareState": () => comparing.state(),
    "invite.compareCode": ({ code }) => comparing.code(code),
    "invite.compareAdd": () => comparing.add(),
    "invite.compareCancel": async () => comparing.cancel(),
    "device.list": () => listDevices(area),
    "device.revocation": async ({ device }) => planRevocation(area, device),
    "device.revoke": (input) => revokeDevice(area, input),
    "device.linkState": () => linking.state(),
    "device.linkCode": ({ code }) => linking.code(code),
    "device.linkAdd": () => linking.add(),
    "device.linkCancel": async () => linking.cancel(),
    "device.rename": (input) => renameDevice(area, input),
    ...recoveryHandlers(area, sheets),
    ...chosenPeopleHandlers(area, helping),
    "notice.list": async () => ok(notices.list()),
    "notice.seen": async ({ upTo }) => {
      notices.seen(upTo);
      return ok({});
    },
    ...forkHandlers(area),
    ...safetyHandlers(area),
    ...secondFactorHandlers(area, factor),
    "member.list": () => listMembers(area),
    "member.removal": async ({ user }) => planRemoval(area, user),
    "member.remove": (input) => removeMember(area, input),
    "member.setRole": (input) => setRole(area, input),
    "group.create": (input) => createGroup(area, input),
    "group.change": (input) => changeGroup(area, input),
    "group.list": () => listGroups(area),
    "member.askName": async ({ name }) => askName(area, name),
    "member.nameRequests": () => nameRequests(area),
    "member.acceptName": ({ request }) => acceptName(area, request),
    "member.declineName": ({ request, reason }) => declineName(area, request, reason ?? null),
    "member.access": async ({ user }) => accessOfMember(area, user),
  } satisfies Partial<Handlers>;
}

/** Whether everybody was shown the same history. */
function forkHandlers(area: TeamArea) {
  return {
    "team.code": async (input) => codeOf(area, input),
    "team.checkCode": async (input) => compareCode(area, input),
    "team.fork": async () => ok(forkOf(area)),
    "team.saveEvidence": (input) => saveEvidence(area, input),
  } satisfies Partial<Handlers>;
}

/** Whether people hold the same keys of each other. */
function safetyHandlers(area: TeamArea) {
  return {
    "member.safety": async ({ user }) => safetyOf(area, user),
  } satisfies Partial<Handlers>;
}

/** A recovery sheet of one's own, and the recoveries of everybody. */
function recoveryHandlers(area: TeamArea, sheets: RecoverySheets) {
  return {
    "recovery.status": async () => ok(await recoveryStatus(area)),
    "recovery.keep": () => sheets.keep(),
    "recovery.rehearse": async ({ sheet }) => sheets.rehearse(sheet),
    "recovery.confirm": ({ open }) => confirmRecovery(area, open),
    "recovery.cancel": ({ open }) => cancelRecovery(area, open),
  } satisfies Partial<Handlers>;
}

/** Whom one chose, and the share that one holds of somebody else's sheet. */
function chosenPeopleHandlers(area: TeamArea, helping: Helping) {
  return {
    "recovery.people": async () => ok(await recoveryPeople(area)),
    "recovery.helpState": () => helping.state(),
    "recovery.helpCode": ({ code }) => helping.code(code),
    "recovery.helpGive": () => helping.give(),
    "recovery.helpCancel": async () => helping.cancel(),
  } satisfies Partial<Handlers>;
}

/** One's own second factor, another person's word that it may be set up anew, and the team's rule. */
function secondFactorHandlers(area: TeamArea, factor: FactorSetUp) {
  return {
    "policy.get": async () => ok(teamRules(area)),
    "policy.set": (input) => setTeamRules(area, input),
    "secondFactor.status": () => secondFactorStatus(area),
    "secondFactor.seen": async (last) => {
      sawNews(area, last);
      return ok({});
    },
    "secondFactor.team": () => secondFactorsOfTeam(area),
    "secondFactor.confirm": ({ code }) => factor.confirm(code),
    "secondFactor.switchOn": () => factor.switchOn(),
    "secondFactor.release": (input) => releaseSecondFactor(area, input),
  } satisfies Partial<Handlers>;
}
