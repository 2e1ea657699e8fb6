/** Attacks on an invite above `member`: its code leaked, and a server in the middle lies to the admin, or to the joiner. */
import { deviceKeys, inviteKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import type { FailureCode, Result } from "../../shared/failures.ts";
import { compareCommitment, makeCompareReveal } from "../../shared/protocol/join/compare.ts";
import { makeCertificate, makeJoin } from "../../shared/protocol/join/join.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { must as value } from "../../shared/testing/team.ts";
import type { Client } from "../drive.ts";
import { showCodes, waitingAs } from "../kit/compared-invite.ts";
import { must } from "../kit/must.ts";
import { type Between, between } from "../kit/tampering.ts";
import { founder, isIn, server } from "../kit/team.ts";
import type { Attack } from "./attack.ts";

type Scene = { ada: Client; person: Client; invite: string; code: string; toAdmin: Between; toJoiner: Between };

/** What somebody says who has the code and keys of their own. */
export function withCode(code: string): { commitment: Uint8Array; reveal: Uint8Array } {
  const { team, seed, invite } = value(readTransferCode("join", code));
  const keys = deviceKeys(newMasterKey());
  const certificate = makeCertificate(keys, { team, user: newId<UserId>() });
  const inviteKey = inviteKeys(seed, team).signKey;
  const shown = {
    join: makeJoin({ certificate, invite, inviteKey, deviceKey: keys.signKey }),
    nonce: randomBytes(32),
  };
  return { commitment: compareCommitment(shown), reveal: makeCompareReveal(shown) };
}

/** `taken`, or the code of the first refusal: both people read out and type, and the admin lets them in. */
async function compareWhole(scene: Scene): Promise<string> {
  const { ada, person } = scene;
  const codes = await showCodes(ada, scene);
  const steps: (() => Promise<Result<unknown>>)[] = [
    () => person.call("team.compareCode", { code: codes.old ?? "" }),
    () => ada.call("invite.compareCode", { code: codes.fresh ?? "" }),
    () => ada.call("invite.compareAdd", {}),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return done.failure.code;
  }
  return "taken";
}

/** The comparison under a lie: refused by this code, and nobody is in; then without it. */
export function compared(changes: string, code: FailureCode, lie: (scene: Scene) => void): Attack {
  return {
    changes,
    code,
    async run() {
      const running = await server();
      const [toAdmin, toJoiner] = [between(), between()];
      const ada = await founder(running, { fetch: toAdmin.fetch });
      const joining = await waitingAs(ada, { name: "Bob", role: "admin" }, { fetch: toJoiner.fetch });
      const scene = { ada, ...joining, toAdmin, toJoiner };
      lie(scene);
      const attack = await compareWhole(scene);
      const isIntruded = (await must(ada, "member.list", {})).length > 1;
      toAdmin.honest();
      toJoiner.honest();
      if (isIntruded) return { attack: "let in", twin: "not tried" };
      const twin = await compareWhole(scene);
      if (twin === "taken") await isIn(joining.person);
      return { attack, twin };
    },
  };
}
