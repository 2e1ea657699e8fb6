/** Names of fields, in one sentence. */

/** As it stands within a sentence: an abbreviation stays as it is. */
export function lower(field: string): string {
  return /^[A-Z][a-z]/.test(field) ? field.charAt(0).toLowerCase() + field.slice(1) : field;
}

/** `Password`, `Password and username`, `Password, username and notes`. */
export function listed([first = "", ...others]: string[]): string {
  const all = [first, ...others.map(lower)];
  return all.length < 2 ? first : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
