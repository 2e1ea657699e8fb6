/** The parts of a count as a bar; what is unknown is hatched. The number beside it says the same. */
import type { CountShape } from "../../shared/contract/coverage-shapes.ts";
import { sharesOf, standings } from "./counts.ts";

/** Draws it. */
export function CoverageBar({ count }: { count: CountShape }) {
  const shares = sharesOf(count);
  return (
    <span className="coverage-bar" aria-hidden="true">
      {standings
        .filter((standing) => shares[standing] > 0)
        .map((standing) => (
          <i key={standing} data-standing={standing} style={{ flexGrow: shares[standing] }} />
        ))}
    </span>
  );
}
