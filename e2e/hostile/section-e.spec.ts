/** Section E: devices. Linking a second computer comes later; what stands today is that nobody else brings one, and that recovery is not taken. */

import { idBytes } from "../../shared/encoding/id-bytes.ts";
import { planInvite, signed, signShapeless } from "../../shared/testing/entries.ts";
import { checkSection } from "./attack.ts";
import { entry } from "./on-protocol.ts";

const later = { later: "second computers" };

checkSection("E", {
  77: later,
  78: later,
  79: later,
  80: [
    ...["recovery-open", "recovery-use"].map((type) =>
      entry(`an entry of type ${type}, which this version does not know`, "client-too-old", (mine, evil) => {
        if (!evil) return signed(mine, mine.ada, planInvite(mine.team).plan);
        const { seq, hash } = mine.team.state.head;
        const body = { suite: 1, team: idBytes(mine.team.team), seq: seq + 1, prev: idBytes(hash), type };
        const actor = { user: idBytes(mine.ada.user), device: idBytes(mine.ada.device) };
        const attached = { cuts: [], heads: [], bundles: [] };
        return signShapeless({ ...body, actor, time: mine.team.now, payload: {}, attached }, mine.ada);
      }),
    ),
  ],
  81: later,
  83: { later: "a session that is used twice is not yet told of" },
});
