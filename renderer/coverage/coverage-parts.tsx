/** Bars by vault, group, tool or person, the least settled first; each number opens its list. */
import { useState } from "react";
import type { CountedPart } from "../../shared/contract/coverage-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { shareText, sharesOf, standings, totalOf } from "./counts.ts";

const shownAtFirst = 6;

export type PartKind = keyof typeof words.coverage.parts;

const unnamed: Record<PartKind, string> = {
  vaults: words.coverage.hiddenVault,
  groups: words.coverage.lostGroup,
  tools: words.coverage.noTool,
  people: words.coverage.former,
};

type PartsProps = { kind: PartKind; parts: readonly CountedPart[]; onOpen(kind: PartKind, part: CountedPart): void };

/** One list of bars. */
export function CoverageParts({ kind, parts, onOpen }: PartsProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? parts : parts.slice(0, shownAtFirst);
  const rest = parts.length - shown.length;
  return (
    <section className="coverage-parts" aria-label={words.coverage.parts[kind]}>
      <h3 className="section">
        {words.coverage.parts[kind]} <span className="meta">{words.coverage.partNotes[kind]}</span>
      </h3>
      {parts.length === 0 && <p className="meta">{words.coverage.noPart}</p>}
      {shown.map((part) => (
        <Bar key={part.id} {...{ kind, part }} onOpen={() => onOpen(kind, part)} />
      ))}
      {(rest > 0 || isWhole) && parts.length > shownAtFirst && (
        <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.coverage.less : words.coverage.more(rest)}
        </button>
      )}
    </section>
  );
}

function Bar({ kind, part, onOpen }: { kind: PartKind; part: CountedPart; onOpen(): void }) {
  const name = part.name === null || part.name === "" ? unnamed[kind] : part.name;
  const shares = sharesOf(part);
  return (
    <div className="coverage-bar-row">
      <span className="cut" title={name}>
        {name}
      </span>
      <span className="coverage-bar" aria-hidden="true">
        {standings
          .filter((standing) => shares[standing] > 0)
          .map((standing) => (
            <i key={standing} data-standing={standing} style={{ flexGrow: shares[standing] }} />
          ))}
      </span>
      <button
        type="button"
        className="link tab coverage-number"
        aria-label={`${words.coverage.open(name, totalOf(part))}, ${part.share === null ? words.coverage.cannotSay : shareText(part)}`}
        onClick={onOpen}
      >
        {shareText(part)}
      </button>
    </div>
  );
}
