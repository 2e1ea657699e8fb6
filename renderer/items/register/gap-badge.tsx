/** What the register lacks for a login: amber for who should act, a plain fact for everybody else. */
import { CalendarX2, CircleAlert } from "lucide-react";
import { lower } from "../../../shared/copy/en/listed.ts";
import { words } from "../../../shared/copy/words.ts";
import { pastGaps, type RegisterGap } from "../../../shared/model/register.ts";
import { Badge } from "../../ui/controls.tsx";

type GapProps = { gaps: readonly RegisterGap[]; isMine: boolean };

/** The two that matter most; nothing where it is complete. */
export function GapBadge({ gaps, isMine }: GapProps) {
  const past = gaps.filter((gap) => pastGaps.includes(gap));
  const told = past.length > 0 ? past.slice(-1) : gaps.slice(0, 2);
  if (told.length === 0) return null;
  const text = told
    .map((gap, at) => (at === 0 ? words.register.gaps[gap] : lower(words.register.gaps[gap])))
    .join(", ");
  return (
    <Badge icon={past.length > 0 ? CalendarX2 : CircleAlert} tone={isMine ? "att" : "plain"} small>
      {text}
    </Badge>
  );
}
