/** What the reader and the fast writer understand of a schema, and nothing more. */

/** A schema's own description of itself. */
export type Definition = { type: string; checks?: readonly { _zod: { def: CheckDefinition } }[] } & Record<
  string,
  unknown
>;
type CheckDefinition = { check: string; fn?: (value: unknown) => unknown } & Record<string, unknown>;
export type Check = (value: never) => boolean;

/** The definition of a schema; of nothing for what is none. */
export function definitionOf(schema: unknown): Definition {
  return (schema as { _zod?: { def: Definition } } | undefined)?._zod?.def ?? { type: "nothing" };
}

/** The checks on top of a schema's type, or null where one is not known here. */
export function checksOf({ checks = [] }: Definition): Check[] | null {
  const made: Check[] = [];
  for (const { _zod } of checks) {
    const check = checkMakers[_zod.def.check]?.(_zod.def);
    if (check === undefined) return null;
    made.push(check);
  }
  return made;
}

/** The most members that a list may have by its checks. */
export function longestOf({ checks = [] }: Definition): number | undefined {
  return checks.find(({ _zod }) => _zod.def.check === "max_length")?._zod.def.maximum as number | undefined;
}

/** The one value, or the values, that a literal stands for, where they are texts or numbers; else null. */
export function literalsOf({ values }: Definition): (string | number)[] | null {
  const all = values as unknown[];
  return all.every((value) => typeof value === "string" || typeof value === "number") ? all : null;
}

/** The keys of a strict map in canonical order (by length, then by bytes), or null where it is not strict or a key not plain. */
export function keysOf({ shape, catchall }: Definition): string[] | null {
  const names = Object.keys(shape as object);
  if (definitionOf(catchall).type !== "never" || !names.every(isPlainName)) return null;
  return names.sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
}

const checkMakers: Record<string, (def: CheckDefinition) => Check> = {
  custom:
    ({ fn }) =>
    (value) =>
      fn?.(value) === true,
  max_length: ({ maximum }) => ((value: string) => value.length <= (maximum as number)) as Check,
  min_length: ({ minimum }) => ((value: string) => value.length >= (minimum as number)) as Check,
  length_equals: ({ length }) => ((value: string) => value.length === length) as Check,
  number_format: ({ format }) => ((value: number) => format === "safeint" && Number.isSafeInteger(value)) as Check,
  less_than: ({ value: most, inclusive }) =>
    ((value: number) => inclusive === true && value <= (most as number)) as Check,
  greater_than: ({ value: least, inclusive }) =>
    ((value: number) => inclusive === true && value >= (least as number)) as Check,
};

/** A key whose bytes are its letters, in one head, and which no prototype has: all of ours are such. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9]{1,23}$/.test(name) && !(name in {});
}
