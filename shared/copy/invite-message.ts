/** The message that carries an invite's code; whoever invites sends it themselves. */
import { words } from "./words.ts";

/**
 * The names are those of the team and the inviter; `code` is the whole join code, `place` where the app is to be had, in their words; `isCompared`:
 * codes are compared before they are let in.
 */
export function inviteMessage(invite: {
  inviterName: string;
  teamName: string;
  code: string;
  place?: string;
  isCompared?: boolean;
}): string {
  const { isCompared = false, place = "" } = invite;
  return words.inviteMessage({ ...invite, place: place.trim(), isCompared }).join("\n");
}
