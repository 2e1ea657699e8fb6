/** How the parts of every figure are drawn: what is unknown is hatched, so that it never looks like fine. */
import type { Standing } from "../../shared/model/second-factor/state.ts";

const colours: Record<Exclude<Standing, "unknown">, string> = {
  settled: "var(--ok-solid)",
  attention: "var(--att-solid)",
  unsettled: "var(--act-solid)",
};

/** The paint of a part; `hatch` is the id of the pattern in the same drawing. */
export function partColour(standing: Standing, hatch: string): string {
  return standing === "unknown" ? `url(#${hatch})` : colours[standing];
}

/** The pattern of what is unknown. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--unk-bg)" />
        <rect width="2" height="6" fill="var(--unk-solid)" />
      </pattern>
    </defs>
  );
}
