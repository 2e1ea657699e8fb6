/** The sections of the unlocked app, one table in the order of the rail: icon, screen, who sees it. */
import { Activity, Blocks, KeyRound, type LucideIcon, Settings2, Sun, Timer, UsersRound } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import type { AccountStatus, MemberShape, Role } from "../shared/contract/shapes.ts";
import { ActivityScreen } from "./activity/activity-screen.tsx";
import { CodesScreen } from "./codes/codes-screen.tsx";
import { ItemsScreen } from "./items/items-screen.tsx";
import type { Place } from "./items/use-item-list.ts";
import type { SectionKey } from "./page/keys.ts";
import type { SectionName } from "./page/routes.ts";
import { PeopleScreen } from "./people/people-screen.tsx";
import { type SettingsPage, SettingsScreen } from "./settings/settings-screen.tsx";
import type { TodayGroup } from "./today/today-rows.ts";
import { TodayScreen } from "./today/today-screen.tsx";
import { ToolsScreen } from "./tools/tools-screen.tsx";

/** What every section is given to draw its screen. */
export type SectionProps = {
  status: AccountStatus;
  members: MemberShape[];
  teamName: string;
  /** What waits for this person. */
  today: TodayGroup[];
  /** Where the person was in Items, kept while other sections are open. */
  place: RefObject<Place>;
  /** The page at which Settings begin. */
  settingsPage: RefObject<SettingsPage>;
  onImport(): void;
  onSection(name: SectionName): void;
  /** Leads to an item by its link. */
  onItem(address: string): void;
  /** To the register of shared logins. */
  onRegister(): void;
};
type Section = {
  icon: LucideIcon;
  /** Ctrl or Cmd and its number; it never changes, whatever sections come or go. */
  key: SectionKey;
  /** Stands at the foot of the rail. */
  isAtFoot: boolean;
  isFor(role: Role | undefined): boolean;
  screen(props: SectionProps): ReactNode;
};

const everybody = (): boolean => true;

const sections: Record<SectionName, Section> = {
  today: {
    icon: Sun,
    key: "section1",
    isAtFoot: false,
    isFor: everybody,
    screen: ({ today }) => <TodayScreen groups={today} />,
  },
  items: {
    icon: KeyRound,
    key: "section2",
    isAtFoot: false,
    isFor: everybody,
    screen: ({ status, members, place, onImport, onSection }) => (
      <ItemsScreen {...{ status, members, place, onImport }} onPeople={() => onSection("people")} />
    ),
  },
  codes: {
    icon: Timer,
    key: "section3",
    isAtFoot: false,
    isFor: everybody,
    screen: () => <CodesScreen />,
  },
  tools: {
    icon: Blocks,
    key: "section4",
    isAtFoot: false,
    isFor: everybody,
    screen: ({ status, members, onItem, onRegister }) => <ToolsScreen {...{ status, members, onItem, onRegister }} />,
  },
  people: {
    icon: UsersRound,
    key: "section7",
    isAtFoot: false,
    isFor: everybody,
    screen: ({ status, members }) => <PeopleScreen status={status} members={members} />,
  },
  activity: {
    icon: Activity,
    key: "section8",
    isAtFoot: false,
    isFor: everybody,
    screen: ({ members, onItem }) => <ActivityScreen members={members} onItem={onItem} />,
  },
  settings: {
    icon: Settings2,
    key: "section9",
    isAtFoot: true,
    isFor: everybody,
    screen: ({ status, members, teamName, settingsPage }) => (
      <SettingsScreen {...{ status, members, teamName }} first={settingsPage.current} />
    ),
  },
};

/** A section as the rail and the table of keys show it. */
export type ShownSection = Section & { name: SectionName };

/** The sections that somebody of this role sees. */
export function sectionsFor(role: Role | undefined): ShownSection[] {
  return (Object.keys(sections) as SectionName[])
    .map((name) => ({ ...sections[name], name }))
    .filter(({ isFor }) => isFor(role));
}
