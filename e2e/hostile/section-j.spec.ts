/** Section J: the audit log. What leaves it as text comes with its export. */
import { checkSection } from "./attack.ts";
import { withheldBatches } from "./on-letters.ts";

checkSection("J", {
  115: withheldBatches,
  118: { shownBy: "e2e/hostile/reveal-kills.spec.ts" },
  119: { shownBy: "shared/model/table-cells.test.ts and main/core/activity/activity-export.test.ts" },
});
