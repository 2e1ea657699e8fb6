/** The countdown ring: seconds left of a period; amber in the last five. */
const lastSeconds = 5;
const stroke = 2.5;

type RingProps = { leftMs: number; periodMs: number; size?: 20 | 28; quiet?: boolean };

/** Draws what is left; moves by the second. */
export function Ring({ leftMs, periodMs, size = 28, quiet = false }: RingProps) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const middle = size / 2;
  const radius = middle - stroke / 2;
  const length = 2 * Math.PI * radius;
  const part = Math.min(1, seconds / (periodMs / 1000));
  const isLast = seconds <= lastSeconds;
  const colour = isLast ? "var(--att-solid)" : quiet ? "var(--ctl)" : "var(--acc)";
  const circle = { cx: middle, cy: middle, r: radius, fill: "none", strokeWidth: stroke };
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={`${seconds} s`}
      className="ring"
    >
      <circle {...circle} stroke="var(--line)" />
      <circle
        {...circle}
        stroke={colour}
        strokeDasharray={length}
        strokeDashoffset={length * (1 - part)}
        transform={`rotate(-90 ${middle} ${middle})`}
      />
      {size === 28 && (
        <text
          x={middle}
          y={18}
          textAnchor="middle"
          fontSize={11}
          fontWeight={500}
          fill={isLast ? "var(--att)" : "var(--t2)"}
          className="tab"
        >
          {seconds}
        </text>
      )}
    </svg>
  );
}
