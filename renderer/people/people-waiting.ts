/** How much in People waits for this person: names to decide, with whom to compare codes, who waits on an ended invite, and who recovers. */
import { useAnswer } from "../client/client.ts";

/** For admins: others decide nothing there. */
export function usePeopleWaiting(isAdmin: boolean): number {
  const names = useAnswer("member.nameRequests", {}, isAdmin).value?.open.length ?? 0;
  const late =
    useAnswer("invite.list", {}, isAdmin).value?.filter(({ waits, compare }) => waits === true || compare === "asked")
      .length ?? 0;
  const open = useAnswer("recovery.status", {}, isAdmin).value?.open ?? [];
  return isAdmin ? names + late + open.filter(({ own }) => !own).length : 0;
}
