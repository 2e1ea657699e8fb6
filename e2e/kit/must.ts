/** Calling commands in scripts: a value or an end, a refusal or an end. */
import type { CommandInput, CommandName, CommandOutput, Latchkey } from "../../shared/contract/commands.ts";
import { must as valueIn } from "../../shared/testing/team.ts";

export const passphrase = "Ziegel-Sommer-quer-41-Lotse";

/** Calls and expects a value; a failure ends the test with its code. */
export async function must<Name extends CommandName>(
  client: Latchkey,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name>> {
  return valueIn(await client.call(name, input), name);
}

/** Calls and expects a failure; answers its code. */
export async function refusal<Name extends CommandName>(
  client: Latchkey,
  name: Name,
  input: CommandInput<Name>,
): Promise<string> {
  const result = await client.call(name, input);
  if (result.ok) throw new Error(`${name} was taken: ${JSON.stringify(result.value)?.slice(0, 300)}`);
  return result.failure.code;
}
