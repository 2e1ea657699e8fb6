/** Who people are, by their ids: for lines that name them. */
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";

/** The person, and what they are called. */
export function usePeople(): (user: string) => { name: string; compared: MemberShape["compared"] | undefined } {
  const members = useAnswer("member.list", {}).value ?? [];
  return (user) => {
    const found = members.find((one) => one.user === user);
    return { name: found?.name || words.acts.somebody, compared: found?.compared };
  };
}
