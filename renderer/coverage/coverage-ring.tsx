/** The ring of coverage: three parts and what is unknown, hatched; its middle says the share, where one can be said. */
import { useId } from "react";
import type { CountShape } from "../../shared/contract/coverage-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { shareText, sharesOf, standings, totalOf } from "./counts.ts";
import { Hatch, partColour } from "./part-colour.tsx";

type RingProps = { count: CountShape; size: number };

/** Draws it. */
export function CoverageRing({ count, size }: RingProps) {
  const hatch = useId();
  const stroke = size / 10;
  const radius = (size - stroke) / 2;
  const length = 2 * Math.PI * radius;
  const shares = sharesOf(count);
  const total = totalOf(count);
  let from = 0;
  const arcs = standings.map((standing) => {
    const arc = { standing, from, share: shares[standing] };
    from += shares[standing];
    return arc;
  });
  const circle = { cx: size / 2, cy: size / 2, r: radius, fill: "none", strokeWidth: stroke };
  const note = total === 0 && count.isComplete ? words.coverage.nothing : words.coverage.settled;
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={`${words.coverage.ring(count.settled, total)}. ${count.share === null ? words.coverage.cannotSay : shareText(count)}`}
      className="coverage-ring"
    >
      <Hatch id={hatch} />
      <circle {...circle} stroke="var(--line)" />
      {arcs
        .filter(({ share }) => share > 0)
        .map(({ standing, from: begin, share }) => (
          <circle
            key={standing}
            {...circle}
            stroke={partColour(standing, hatch)}
            strokeDasharray={`${Math.max(0.5, length * share - 1)} ${length}`}
            strokeDashoffset={-length * begin}
            transform={`rotate(-90 ${size / 2} ${size / 2})`}
          />
        ))}
      <text x="50%" y="48%" textAnchor="middle" className="coverage-share tab" fontSize={size / 5}>
        {shareText(count)}
      </text>
      <text x="50%" y="60%" textAnchor="middle" className="coverage-share-note" fontSize={Math.max(11, size / 14)}>
        {count.share === null && count.isComplete === false ? words.coverage.cannotSay : note}
      </text>
    </svg>
  );
}
