/** The countdown ring: seconds left of a period; amber in the last five. */
type RingProps = { leftMs: number; periodMs: number; size?: 20 | 28; quiet?: boolean };

/** Draws what is left; moves by the second. */
export function Ring({ leftMs, periodMs, size = 28, quiet = false }: RingProps) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const radius = size / 2 - 1.5;
  const length = 2 * Math.PI * radius;
  const isLast = seconds <= 5;
  const colour = isLast ? "var(--att-solid)" : quiet ? "var(--ctl)" : "var(--acc)";
  return (
    <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`${seconds} s`}>
      <circle cx={size / 2} cy={size / 2} r={radius} fill="none" stroke="var(--line)" strokeWidth={2.5} />
      <circle
        cx={size / 2}
        cy={size / 2}
        r={radius}
        fill="none"
        stroke={colour}
        strokeWidth={2.5}
        strokeLinecap="round"
        strokeDasharray={length}
        strokeDashoffset={length * (1 - Math.min(1, seconds / (periodMs / 1000)))}
        transform={`rotate(-90 ${size / 2} ${size / 2})`}
      />
      {size === 28 && (
        <text
          x={14}
          y={18}
          textAnchor="middle"
          fontSize={11}
          fontWeight={500}
          fill={isLast ? "var(--att)" : "var(--t1)"}
          className="tab"
        >
          {seconds}
        </text>
      )}
    </svg>
  );
}
