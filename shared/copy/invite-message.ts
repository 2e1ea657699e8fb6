/** The message that carries an invite's code; whoever invites sends it themselves. */
import { words } from "./words.ts";

/** The names are those of the team and the inviter; `code` is the whole join code. */
export function inviteMessage(invite: { inviterName: string; teamName: string; code: string }): string {
  return words.inviteMessage(invite).join("\n");
}
