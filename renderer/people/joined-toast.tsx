/** Says when somebody whom this person invited is in the team. */
import { useEffect } from "react";
import { words } from "../../shared/copy/words.ts";
import { call, on } from "../client/client.ts";
import { tellLater } from "../page/notify.tsx";

/** Draws nothing; tells. */
export function JoinedToast() {
  useEffect(
    () =>
      on("member.joined", ({ user }) => {
        void call("member.list", {}).then((members) => {
          const name = members.ok ? members.value.find((member) => member.user === user)?.name : undefined;
          if (name !== undefined && name !== "") tellLater(words.people.isIn(name));
        });
      }),
    [],
  );
  return null;
}
