/** Section J: the audit log. What a server may withhold, and what leaves it as text, comes with what carries it and with its export. */
import { checkSection } from "./attack.ts";

checkSection("J", {
  115: { later: "letters, which carry batches of events to others" },
  118: { shownBy: "e2e/hostile/reveal-kills.spec.ts" },
  119: { later: "the export of the activity" },
});
