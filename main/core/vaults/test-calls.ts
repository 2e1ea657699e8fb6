/** Commands of items and imports as tests call them, by name, on a person of a test team. */
import type { CommandInput, CommandName, CommandOutput } from "../../../shared/contract/commands.ts";
import type { FailureCode, Result } from "../../../shared/failures.ts";
import type { Person } from "./test-team.ts";

type Name = keyof Person["items"]["handlers"] & CommandName;

/** The answer, whatever it is. */
export async function call<N extends Name>(
  person: Person,
  name: N,
  input: CommandInput<N>,
): Promise<Result<CommandOutput<N>>> {
  const handler = person.items.handlers[name] as (input: CommandInput<N>) => Promise<Result<CommandOutput<N>>>;
  return handler(input);
}

/** What it answers; throws where it is refused. */
export async function must<N extends Name>(person: Person, name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
  const result = await call(person, name, input);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`);
  return result.value;
}

/** The code with which it is refused. */
export async function refusal<N extends Name>(
  person: Person,
  name: N,
  input: CommandInput<N>,
): Promise<FailureCode | "ok"> {
  const result = await call(person, name, input);
  return result.ok ? "ok" : result.failure.code;
}

/** Saves an item in the person's vault. */
export const save = async (
  person: Person,
  changes: CommandInput<"item.save">["changes"],
  item?: string,
  over?: number,
) =>
  must(person, "item.save", {
    ...{ vault: person.vault, changes },
    ...(item === undefined ? {} : { item }),
    ...(over === undefined ? {} : { over }),
  });

/** The value of its field. */
export const reveal = async (person: Person, item: string, field = "password", version?: number) =>
  (await must(person, "item.reveal", { item, field, ...(version === undefined ? {} : { version }) })).value;

/** Its row in the list. */
export const row = async (person: Person, item: string) =>
  (await must(person, "item.list", {})).items.find((one) => one.item === item);
