/** A day as a field of dates has it, in this computer's own time, and as it is stored: its noon, so that no time zone moves it. */
const ownForm = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `2027-01-15`; empty where there is none. */
export function dayOf(at: number | null): string {
  if (at === null) return "";
  const date = new Date(at);
  // A year that no field of dates shows is another person's mistake: it is chosen again.
  if (Number.isNaN(date.getTime()) || date.getFullYear() < 1000 || date.getFullYear() > 9999) return "";
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Epoch milliseconds; null where it is empty or no day. */
export function timeOf(day: string): number | null {
  const [, year, month, date] = ownForm.exec(day) ?? [];
  if (year === undefined) return null;
  const time = new Date(Number(year), Number(month) - 1, Number(date), 12).getTime();
  return dayOf(time) === day ? time : null;
}
