/** Section G: the page is attacked in real browsers, by the specs of `npm test`. */
import { checkSection } from "./attack.ts";

checkSection("G", {
  99: { shownBy: "e2e/stored-script.spec.ts" },
  100: { shownBy: "main/host/page-channel.test.ts, main/core/pipeline.test.ts" },
  101: { shownBy: "e2e/electron.spec.ts" },
  102: { shownBy: "e2e/electron.spec.ts" },
  103: { shownBy: "e2e/electron.spec.ts, main/host/browser/loopback-server.test.ts" },
});
