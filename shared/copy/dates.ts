/** Dates and times as people read them. */

import { dateOf } from "../text.ts";

const locale = "en-GB";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `3 Nov`, with the year where it is another one. */
export function shortDay(at: number, now = Date.now()): string {
  const date = dateOf(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${months[date.getMonth()]}${year}`;
}

/** `3 Nov, 09:14`, with the year where it is another one. */
export function shortTime(at: number, now = Date.now()): string {
  return `${shortDay(at, now)}, ${clock(at)}`;
}

/** `3 Nov 2026`. */
export function day(at: number): string {
  const date = dateOf(at);
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
}

/** `Monday, 23 November`. */
export function longDay(at: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(dateOf(at));
}

/** `10:42`. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(dateOf(at));
}

/** `now`, `3 min ago`, `today 10:42`, then the date. */
export function ago(at: number, now = Date.now()): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min ago`;
  return dateOf(at).toDateString() === new Date(now).toDateString() ? `today ${clock(at)}` : shortDay(at, now);
}

/** `Nov`. */
export function monthName(at: number): string {
  return months[dateOf(at).getMonth()] ?? "";
}
