/** Commands that do not need an unlocked profile. */
import type { CommandInput, CommandName } from "../../shared/contract/commands.ts";
import type { CommandOutput } from "../../shared/contract/outputs.ts";
import { ok, type Result } from "../../shared/failures.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { readPlace } from "./account/create-team.ts";
import { readJoinCode } from "./account/join-team.ts";
import { ratePassphrase } from "./account/passphrase.ts";
import type { Session } from "./account/session.ts";
import type { Ports } from "./ports.ts";
import { challenge } from "./sync/handshake.ts";

type ClosedHandler<Name extends CommandName> = (
  ports: Ports,
  session: Session,
  input: CommandInput<Name>,
) => Promise<Result<CommandOutput<Name>>>;

export const closedHandlers: {
  "team.create": ClosedHandler<"team.create">;
  "team.checkServer": ClosedHandler<"team.checkServer">;
  "team.join": ClosedHandler<"team.join">;
  "invite.read": ClosedHandler<"invite.read">;
  "account.status": ClosedHandler<"account.status">;
  "account.unlock": ClosedHandler<"account.unlock">;
  "account.giveUp": ClosedHandler<"account.giveUp">;
  "account.lock": ClosedHandler<"account.lock">;
  "account.deviceSheet": ClosedHandler<"account.deviceSheet">;
  "account.passphraseStrength": ClosedHandler<"account.passphraseStrength">;
  "account.active": ClosedHandler<"account.active">;
  "account.setAutoLock": ClosedHandler<"account.setAutoLock">;
} = {
  "team.create": (_ports, session, input) => session.create(input),
  "team.checkServer": async (ports, _session, { setupCode }) => {
    const origin = originOf(setupCode);
    const place = await readPlace(ports, { url: origin, setupCode });
    if (!place.ok) return place;
    const there = await challenge(ports.http, place.value);
    return there.ok ? ok({ origin }) : there;
  },
  "team.join": (_ports, session, input) => session.join(input),
  "invite.read": async (_ports, _session, { code }) => {
    const read = readJoinCode(code);
    return read.ok ? ok({ teamName: read.value.teamName, inviterName: read.value.inviterName }) : read;
  },
  "account.status": (_ports, session) => session.status(),
  "account.unlock": (_ports, session, input) => session.unlock(input),
  "account.giveUp": (_ports, session) => session.giveUp(),
  "account.lock": async (ports) => {
    // After the answer left: the process that gives it is about to be killed.
    ports.timers.after(0, () => ports.shell.lock());
    return ok({});
  },
  "account.deviceSheet": (_ports, session, { passphrase }) => session.deviceSheet(passphrase),
  "account.passphraseStrength": async (_ports, _session, { passphrase, words }) =>
    ok(ratePassphrase(passphrase, words ?? [])),
  "account.active": async () => ok({}),
  "account.setAutoLock": async (_ports, session, { minutes }) => session.setAutoLock(minutes),
};

/** The address that a setup code names; an unreadable one is judged where it is read in full. */
function originOf(setupCode: string): string {
  const code = readTransferCode("setup", setupCode);
  return code.ok ? code.value.origin : "";
}
