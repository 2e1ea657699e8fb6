/** The rail: the sections of the app. 200 px with words, 56 px with icons below 1100. */
import { Keyboard, type LucideIcon } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { type SectionKey, shownKey } from "../page/keys.ts";
import type { SectionName } from "../page/routes.ts";
import { Avatar, TeamMark } from "../ui/controls.tsx";

type RailSection = { name: SectionName; icon: LucideIcon; key: SectionKey; isAtFoot: boolean };
type RailProps = {
  sections: RailSection[];
  open: SectionName;
  teamName: string;
  self: { id: string; name: string };
  /** How much waits for this person, where something does. */
  waiting: Partial<Record<SectionName, number>>;
  onOpen(section: SectionName): void;
  onKeys(): void;
};

/** Draws the rail. */
export function Rail({ sections, open, teamName, self, waiting, onOpen, onKeys }: RailProps) {
  const entry = ({ name, icon: Icon, key }: RailSection) => {
    const count = waiting[name] ?? 0;
    const label = count > 0 ? words.names.waiting(words.section[name], count) : words.section[name];
    return (
      <button
        key={name}
        type="button"
        className="rail-entry"
        aria-current={name === open ? "page" : undefined}
        aria-label={label}
        title={`${label}  ${shownKey(key)}`}
        onClick={() => onOpen(name)}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="rail-word">{words.section[name]}</span>
        {count > 0 && <span className="rail-count tab">{count.toLocaleString("en")}</span>}
      </button>
    );
  };
  return (
    <nav className="rail" aria-label={words.app}>
      <div className="band rail-team">
        <TeamMark name={teamName} size={20} />
        <span className="rail-word section cut">{teamName}</span>
      </div>
      <div className="rail-list">{sections.filter(({ isAtFoot }) => !isAtFoot).map(entry)}</div>
      <div className="rail-list rail-foot">
        <button
          type="button"
          className="rail-entry"
          aria-label={words.keys.name}
          title={`${words.keys.name}  ${shownKey("help")}`}
          onClick={onKeys}
        >
          <Keyboard size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="rail-word">{words.keys.name}</span>
        </button>
        {sections.filter(({ isAtFoot }) => isAtFoot).map(entry)}
        <div className="rail-entry rail-self" title={self.name}>
          <Avatar id={self.id} name={self.name} size={20} />
          <span className="rail-word cut">{self.name}</span>
        </div>
      </div>
    </nav>
  );
}
