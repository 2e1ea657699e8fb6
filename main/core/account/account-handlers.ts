/** Commands about this computer's profiles: create a team, join one, unlock, lock, and what a person asks before that. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import type { AlertShape } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { readDesktop } from "../../../shared/model/desktop-choices.ts";
import { readTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import type { Ports } from "../ports.ts";
import { challenge } from "../sync/handshake.ts";
import { readPlace } from "./create-team.ts";
import { generate } from "./generator/generate.ts";
import { readJoinCode } from "./join-team.ts";
import { ratePassphrase } from "./passphrase.ts";
import type { Session } from "./session.ts";

/** Handlers of one app; they work without an unlocked profile, or look for it themselves. `alerts`: what was raised since unlock. */
export function accountHandlers(ports: Ports, session: Session, alerts: () => AlertShape[]) {
  return {
    "team.create": (input) => session.create(input),
    "team.checkServer": async ({ setupCode }) => {
      const origin = originOf(setupCode);
      const place = await readPlace(ports, { url: origin, setupCode });
      if (!place.ok) return place;
      const there = await challenge(ports.http, place.value);
      return there.ok ? ok({ origin }) : there;
    },
    "team.join": (input) => session.join(input),
    "invite.read": async ({ code }) => {
      const read = readJoinCode(code);
      return read.ok ? ok({ teamName: read.value.teamName, inviterName: read.value.inviterName }) : read;
    },
    "account.status": () => session.status(),
    "account.unlock": (input) => session.unlock(input),
    "account.abandonJoin": () => session.abandonJoin(),
    // What was open is in the memory of this process: it ends, as at a lock.
    "account.removeProfile": async () => lockAfter(ports, await session.removeProfile()),
    "team.chooseHistory": (input) => session.chooseHistory(input),
    "account.lock": async () => lockAfter(ports, ok({})),
    "account.deviceSheet": ({ passphrase }) => session.deviceSheet(passphrase),
    "account.changePassphrase": (typed) => session.changePassphrase(typed),
    "account.setAppearance": async ({ appearance }) => {
      const set = ports.appearance.set(appearance);
      return set.ok ? ok({}) : set;
    },
    ...linkHandlers(session),
    "account.sheetKept": async ({ how }) => session.sheetKept(how),
    "item.confirm": (input) => session.confirmItem(input),
    "account.passphraseStrength": async ({ passphrase, words }) => ok(await ratePassphrase(passphrase, words ?? [])),
    "password.generate": async ({ recipe }) => {
      const value = generate(recipe);
      return ok({ value, score: (await ratePassphrase(value, [])).score });
    },
    "password.rate": async ({ password }) => ok({ score: (await ratePassphrase(password, [])).score }),
    "account.active": async () => ok({}),
    "account.setAutoLock": async ({ minutes }) => session.setAutoLock(minutes),
    "alert.list": async () => ok(alerts()),
    "desktop.get": async () => {
      const told = await ports.desktop.ask(null);
      return ok(told === null ? null : readDesktop(told));
    },
    "desktop.set": async (changes) => {
      const told = await ports.desktop.ask(changes);
      return told === null ? fail("not-found") : ok(readDesktop(told));
    },
    "link.waiting": async () => {
      const link = ports.links.waiting();
      if (link !== null) ports.links.seen();
      return ok(link);
    },
    "link.done": async ({ address }) => {
      const waited = ports.links.waiting()?.address === address;
      if (waited) ports.links.done(address);
      return ok({ waited });
    },
  } satisfies Partial<Handlers>;
}

/** Comparing codes, as far as the session does it: another computer of one's own, and an invite above `member` at its joiner's. */
function linkHandlers(session: Session) {
  return {
    "team.compare": () => session.joinComparing.begin(),
    "team.compareState": () => session.joinComparing.state(),
    "team.compareCode": ({ code }) => session.joinComparing.code(code),
    "team.compareCancel": async () => session.joinComparing.cancel(),
    "device.link": ({ passphrase }) => session.link(passphrase),
    "device.accept": (input) => session.accept(input),
    "device.acceptState": () => session.acceptState(),
    "device.acceptCode": ({ code }) => session.acceptCode(code),
    "device.acceptCancel": async () => session.acceptCancel(),
    "recovery.open": (input) => session.recover(input),
    "recovery.choose": (input) => session.choosePeople(input),
    "recovery.help": (input) => session.help(input),
    "recovery.ask": (input) => session.asking.begin(input),
    "recovery.askState": () => session.asking.state(),
    "recovery.askCode": ({ code }) => session.asking.code(code),
    "recovery.askNext": ({ slot }) => session.asking.next(slot),
    "recovery.askOpen": () => session.asking.open(),
    "recovery.askCancel": async () => session.asking.end(),
    "recovery.sheet": ({ passphrase }) => session.recoverySheet(passphrase),
    "export.make": (asked) => session.makeArchive(asked),
    "secondFactor.enrol": ({ passphrase }) => session.enrolSecondFactor(passphrase),
  } satisfies Partial<Handlers>;
}

/** The address that a setup code names; an unreadable one is refused where it is read in full. */
function originOf(setupCode: string): string {
  const code = readTransferCode("setup", setupCode);
  return code.ok ? code.value.origin : "";
}

/** Locks after the answer of a success left: the process that gives it is about to be killed. */
function lockAfter(ports: Ports, answer: Result<Record<string, never>>): Result<Record<string, never>> {
  if (answer.ok) ports.timers.after(0, () => ports.shell.lock());
  return answer;
}
