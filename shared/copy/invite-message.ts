/** The message that carries an invite's code; whoever invites sends it themselves. */
import { words } from "./words.ts";

/** The names are those of the team and the inviter; `code` is the whole join code, `place` where the app is to be had, in their words. */
export function inviteMessage(invite: { inviterName: string; teamName: string; code: string; place?: string }): string {
  return words.inviteMessage({ ...invite, place: invite.place?.trim() ?? "" }).join("\n");
}
