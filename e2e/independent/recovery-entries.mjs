/** Entries by which somebody comes back whose computers are lost. */
import { settleLeaver } from "./leavers.mjs";
import { addDevice, keySeen } from "./people.mjs";
import { endRecoveries, isAdmin, readNewDevice } from "./people-entries.mjs";
import { refuse } from "./refused.mjs";
import { hasComputer } from "./rights.mjs";

const openOf = (log, open) => [...log.recoveries.values()].find(({ hash }) => hash === open);

function reduceOpen(log, { payload, actor, hash }) {
  const certificate = readNewDevice(log, payload.certificate, { user: actor.user, kinds: ["computer"] });
  const seen = [certificate.signPk, certificate.kemPk].some((key) => log.keysSeen.has(keySeen(key)));
  if (seen || log.devices.has(certificate.device)) refuse("encoding");
  if (log.recoveries.get(actor.user)?.certificate.device === certificate.device) refuse("role", "unchanged");
  log.recoveries.set(actor.user, { user: actor.user, hash, certificate, paper: actor.device, confirmed: new Set() });
}

function mayConfirm(log, { payload, actor }) {
  const recovery = openOf(log, payload.open);
  return recovery !== undefined && recovery.user !== actor.user && isAdmin(log, { actor });
}

function mayCancel(log, { payload, actor }) {
  const recovery = openOf(log, payload.open);
  return recovery !== undefined && (recovery.user === actor.user || isAdmin(log, { actor }));
}

/** Whether an admin other than the person, with a computer, may still say that it is them [protocol: Recovery]. */
function couldConfirm(log, user) {
  return [...log.users.values()].some((one) => {
    const isOther = one.user !== user && one.active && one.role === "admin";
    return isOther && hasComputer(log, one.user);
  });
}

function reduceUse(log, body, before) {
  const { payload, actor, seq } = body;
  const recovery = openOf(log, payload.open);
  const fit = [...recovery.confirmed].filter(
    (user) => log.users.get(user).active && log.users.get(user).role === "admin",
  );
  if (couldConfirm(log, actor.user) && fit.length === 0) refuse("cosign");
  addDevice(log, recovery.certificate);
  log.users.get(actor.user).firstDevice = recovery.certificate.device;
  log.devices.get(actor.device).active = false;
  endRecoveries(log);
  settleLeaver(before, log, actor.user, { signer: actor.user, heirs: payload.heirs, isSignerOut: false, seq });
}

/** The rows of recoveries [protocol: Recovery]. */
export const recoveryTypes = {
  "recovery-open": { may: () => true, reduce: reduceOpen },
  "recovery-confirm": {
    may: mayConfirm,
    reduce(log, { payload, actor }) {
      const { confirmed } = openOf(log, payload.open);
      if (confirmed.has(actor.user)) refuse("role", "unchanged");
      confirmed.add(actor.user);
    },
  },
  "recovery-cancel": {
    may: mayCancel,
    reduce(log, { payload }) {
      log.recoveries.delete(openOf(log, payload.open).user);
    },
  },
  "recovery-use": {
    may: (log, { payload, actor }) => openOf(log, payload.open)?.paper === actor.device,
    bundles: "subset",
    namesHeirs: () => true,
    reduce: reduceUse,
  },
};
