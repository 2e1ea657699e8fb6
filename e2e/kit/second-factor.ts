/** Second factors of people in tests, set up through the commands. */
import { codeAt } from "../../main/core/secondfactor/code.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { parseOtpauth } from "../../shared/model/otpauth.ts";
import { must as value } from "../../shared/testing/team.ts";
import { must, passphrase } from "./must.ts";

/** Sets one up with an authenticator; its recovery codes. */
export async function setUpFactor(person: Latchkey): Promise<string[]> {
  const { uri } = await must(person, "secondFactor.enrol", { passphrase });
  const { code } = codeAt(value(parseOtpauth(uri)), Date.now());
  const { recoveryCodes } = await must(person, "secondFactor.confirm", { code });
  await must(person, "secondFactor.switchOn", {});
  return recoveryCodes;
}
