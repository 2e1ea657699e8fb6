/** Section G: the page is attacked in real browsers, by the specs of `npm test`. */
import { checkSection } from "./attack.ts";

checkSection("G", {
  99: { shownBy: "e2e/screens.spec.ts" },
  100: { shownBy: "main/host/page-channel.test.ts, main/core/pipeline.test.ts" },
  101: { shownBy: "main/host/electron/hardening.test.ts" },
  102: { shownBy: "main/host/electron/hardening.test.ts" },
  103: { shownBy: "e2e/screens.spec.ts" },
});
