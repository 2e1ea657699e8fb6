/** Where people get the app, as whoever invites said last: for the next message too, until a lock ends the page. */
let said = "";

/** As it was said last; empty where nothing was. */
export function whereToGet(): string {
  return said;
}

/** For the messages from now on. */
export function sayWhereToGet(place: string): void {
  said = place.trim();
}
