/** How much in People waits for this person: names to decide, and whoever asks again on an invite that has ended. */
import { useAnswer } from "../client/client.ts";

/** For admins: others decide nothing there. */
export function usePeopleWaiting(isAdmin: boolean): number {
  const names = useAnswer("member.nameRequests", {}, isAdmin).value?.open.length ?? 0;
  const late = useAnswer("invite.list", {}, isAdmin).value?.filter(({ waits }) => waits === true).length ?? 0;
  return isAdmin ? names + late : 0;
}
