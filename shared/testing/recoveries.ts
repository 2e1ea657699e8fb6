/** A person's sheet of paper, and the entries of a recovery with it, on a test's own state (`entries.ts`). */
import type { Hash, VaultId } from "../encoding/ids.ts";
import { makeCertificate } from "../protocol/join/join.ts";
import { act, fill, type Plan, sendCurrent } from "./entries.ts";
import { newComputer, type Person, type TestTeam } from "./team.ts";

/** `device-add` of a sheet of paper, with the keys of these vaults. */
export function planPaper(
  team: TestTeam,
  by: Person,
  paper: Person,
  keysOf: readonly VaultId[] = [],
): Plan<"device-add"> {
  const certificate = makeCertificate(paper.keys, { team: team.team, user: by.user }, "paper");
  const recipients = keysOf.length === 0 ? [] : sendCurrent(team, [paper], keysOf);
  return fill(team, { type: "device-add", payload: { certificate, heirs: [] } }, { recipients });
}

/** A sheet of paper of this person, in the log. */
export function makePaper(team: TestTeam, by: Person, keysOf: readonly VaultId[] = []): Person {
  const paper = newComputer(team, by);
  act(team, by, planPaper(team, by, paper, keysOf));
  return paper;
}

/** `recovery-open` for this new computer. */
export function planOpen(team: TestTeam, computer: Person): Plan<"recovery-open"> {
  const certificate = makeCertificate(computer.keys, { team: team.team, user: computer.user });
  return fill(team, { type: "recovery-open", payload: { certificate } });
}

/** Opened: the hash by which it is confirmed, cancelled and used. */
export function openRecovery(team: TestTeam, paper: Person, computer: Person): Hash {
  return act(team, paper, planOpen(team, computer)).hash;
}

/** `recovery-confirm`. */
export function planConfirm(team: TestTeam, open: Hash): Plan<"recovery-confirm"> {
  return fill(team, { type: "recovery-confirm", payload: { open } });
}

/** `recovery-cancel`. */
export function planStop(team: TestTeam, open: Hash): Plan<"recovery-cancel"> {
  return fill(team, { type: "recovery-cancel", payload: { open } });
}

/** `recovery-use`, with the keys of these vaults for the new computer. */
export function planUse(
  team: TestTeam,
  open: Hash,
  computer: Person,
  keysOf: readonly VaultId[] = [],
): Plan<"recovery-use"> {
  const { device, kemPk } = { device: computer.device, kemPk: computer.keys.kemPk };
  const recipients =
    keysOf.length === 0 ? [] : sendCurrent(team, [computer], keysOf).map((one) => ({ ...one, device, kemPk }));
  return fill(team, { type: "recovery-use", payload: { open, heirs: [] } }, { recipients });
}
