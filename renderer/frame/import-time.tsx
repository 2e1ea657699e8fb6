/** How far an import is that goes on while other sections are open; leads back to it. */
import { FileInput } from "lucide-react";
import { words } from "../../shared/copy/words.ts";

type ImportTimeProps = { progress: { done: number; total: number } | null; onShow(): void };

/** Nothing while nothing is imported. */
export function ImportTime({ progress, onShow }: ImportTimeProps) {
  if (progress === null) return null;
  return (
    <button type="button" className="status-lock" title={words.import.showImport} onClick={onShow}>
      <FileInput size={13} strokeWidth={1.75} aria-hidden="true" />
      <span className="tab">{words.import.takingShort(progress.done, progress.total)}</span>
      <span className="mini" aria-hidden="true">
        <span style={{ width: `${(100 * progress.done) / Math.max(1, progress.total)}%` }} />
      </span>
    </button>
  );
}
