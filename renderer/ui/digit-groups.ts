/** A long number as it is read from a card: in groups of four. Anything else stands as it is. */
export function digitGroups(text: string): string {
  const digits = text.replace(/[\s-]/g, "");
  return /^\d{5,}$/.test(digits) ? digits.replace(/(\d{4})(?=\d)/g, "$1 ") : text;
}
