/** The rail: rooms that are built, and nobody else's. 200 px with words, 56 px with icons below 1100. */
import { KeyRound, type LucideIcon, Settings2, UsersRound } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../keys.ts";
import { Overview, TeamMark } from "../ui/controls.tsx";

export type Room = "items" | "people" | "settings";
const rooms: { room: Room; icon: LucideIcon; key: "room1" | "room2" | "room3" }[] = [
  { room: "items", icon: KeyRound, key: "room1" },
  { room: "people", icon: UsersRound, key: "room2" },
  { room: "settings", icon: Settings2, key: "room3" },
];

type RailProps = { room: Room; teamName: string; self: { id: string; name: string }; onRoom(room: Room): void };

/** Draws the rail. */
export function Rail({ room, teamName, self, onRoom }: RailProps) {
  const entry = ({ room: one, icon: Icon, key }: (typeof rooms)[number]) => (
    <button
      key={one}
      type="button"
      className="rail-entry"
      aria-current={one === room ? "page" : undefined}
      aria-label={words.room[one]}
      title={`${words.room[one]}  ${shownKey(key)}`}
      onClick={() => onRoom(one)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="rail-word">{words.room[one]}</span>
    </button>
  );
  return (
    <nav className="rail" aria-label={words.app}>
      <div className="band rail-team">
        <TeamMark name={teamName} size={20} />
        <span className="rail-word section cut">{teamName}</span>
      </div>
      <div className="rail-list">{rooms.slice(0, 2).map(entry)}</div>
      <div className="rail-list rail-foot">
        {rooms.slice(2).map(entry)}
        <div className="rail-entry rail-self" title={self.name}>
          <Overview id={self.id} name={self.name} size={20} />
          <span className="rail-word cut">{self.name}</span>
        </div>
      </div>
    </nav>
  );
}
