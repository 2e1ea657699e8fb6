/** How an account stands, always with an icon and a word; settled is quiet. */
import { CircleAlert, CircleCheck, CircleQuestionMark, TriangleAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import type { SecondFactor } from "../../shared/model/item-parts.ts";
import type { Standing } from "../../shared/model/second-factor/state.ts";
import { Badge } from "../ui/controls.tsx";

const looks = {
  settled: { icon: CircleCheck, tone: "plain" },
  attention: { icon: TriangleAlert, tone: "att" },
  unsettled: { icon: CircleAlert, tone: "act" },
  unknown: { icon: CircleQuestionMark, tone: "outline" },
} as const;

type StandingProps = { standing: Standing; state: SecondFactor["state"] | null };

/** What was said stands in it, where it counts for what it says. */
export function StandingBadge({ standing, state }: StandingProps) {
  const { icon, tone } = looks[standing];
  const said = state === null || standing === "unknown" || standing === "unsettled" ? null : state;
  const text = said === null ? words.coverage.standings[standing][0] : words.loginFactor.states[said];
  return (
    <span className={standing === "unknown" ? "coverage-unknown" : undefined}>
      <Badge icon={icon} tone={tone} small>
        {text}
      </Badge>
    </span>
  );
}
