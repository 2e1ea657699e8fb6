/** The share of each part by quarter, as what was said until then gives it. */
import { useId } from "react";
import type { TrendPoint } from "../../shared/contract/coverage-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { shareText, sharesOf, standings } from "./counts.ts";
import { Hatch, partColour } from "./part-colour.tsx";

const [width, height] = [700, 170];
const marks = [100, 75, 50, 25, 0];

/** Drawn from the ground up: settled lowest. One point alone is a column. */
export function CoverageTrend({ trend }: { trend: readonly TrendPoint[] }) {
  const hatch = useId();
  const points = trend.length === 1 ? [...trend, ...trend] : trend;
  const shares = points.map((point) => sharesOf(point));
  const at = (index: number): number => (index * width) / (points.length - 1);
  const heights = standings.map((_, part) =>
    shares.map((share) => standings.slice(0, part + 1).reduce((sum, standing) => sum + share[standing], 0)),
  );
  const line = (values: readonly number[]): string[] =>
    values.map((value, index) => `${at(index).toFixed(1)},${(height * (1 - value)).toFixed(1)}`);
  const said = trend.map((point, index) => words.coverage.trendPoint(nameOf(point, index, trend.length), shareText(point)));
  return (
    <div className="coverage-trend">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={said.join(", ")}>
        <Hatch id={hatch} />
        {standings.map((standing, part) => {
          const lower = part === 0 ? points.map(() => 0) : (heights[part - 1] ?? []);
          const outline = [...line(heights[part] ?? []), ...line(lower).reverse()].join(" ");
          return (
            <polygon
              key={standing}
              points={outline}
              fill={partColour(standing, hatch)}
              fillOpacity={standing === "settled" ? 0.28 : standing === "unknown" ? 0.7 : 0.5}
            />
          );
        })}
        <polyline points={line(heights[0] ?? []).join(" ")} fill="none" stroke="var(--ok-solid)" strokeWidth="2.5" />
      </svg>
      <div className="coverage-marks meta tab" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{mark === 0 ? "0 %" : mark}</span>
        ))}
      </div>
      <div className="coverage-quarters meta" aria-hidden="true">
        {trend.map((point, index) => (
          <span key={point.at}>{nameOf(point, index, trend.length)}</span>
        ))}
      </div>
    </div>
  );
}

const nameOf = ({ at }: TrendPoint, index: number, of: number): string =>
  index === of - 1 ? words.coverage.trendNow : words.coverage.quarter(at);
