/** How each standing is shown: always an icon and a word. */
import { CircleAlert, CircleHelp, type LucideIcon, ShieldCheck, TriangleAlert } from "lucide-react";
import type { Standing } from "../../shared/model/second-factor/state.ts";
import type { Tone } from "../ui/controls.tsx";

export const standingBadges: Record<Standing, { icon: LucideIcon; tone: Tone }> = {
  settled: { icon: ShieldCheck, tone: "ok" },
  attention: { icon: TriangleAlert, tone: "att" },
  unsettled: { icon: CircleAlert, tone: "act" },
  unknown: { icon: CircleHelp, tone: "outline" },
};
