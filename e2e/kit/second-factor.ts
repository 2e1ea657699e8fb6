/** Second factors of people in tests, set up through the commands. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import { must, passphrase } from "./must.ts";
import { totpCode } from "./rfc6238.ts";

/** Sets one up with an authenticator; its recovery codes. `at`: by the server's clock. */
export async function setUpFactor(person: Latchkey, at = Date.now()): Promise<string[]> {
  const { seed } = await must(person, "secondFactor.enrol", { passphrase });
  const code = totpCode({ secret: seed, at });
  const { recoveryCodes } = await must(person, "secondFactor.confirm", { code });
  await must(person, "secondFactor.switchOn", {});
  return recoveryCodes;
}
