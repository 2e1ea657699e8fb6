/** The ways to look at tools: the table, and coverage. */
import { words } from "../../shared/copy/words.ts";

/** Which one is shown. */
export type ToolView = "table" | "coverage";

/** Drawn in the band, after the name of the section. */
export function ToolViews({ view, onView }: { view: ToolView; onView(view: ToolView): void }) {
  const names: Record<ToolView, string> = { table: words.coverage.table, coverage: words.coverage.title };
  return (
    <nav className="tool-views" aria-label={words.coverage.views}>
      {(Object.keys(names) as ToolView[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-current={name === view ? "page" : undefined}
          onClick={() => onView(name)}
        >
          {names[name]}
        </button>
      ))}
    </nav>
  );
}
