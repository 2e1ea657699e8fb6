/** What one row of Today says and does. Rows of one kind are made in one file of this folder; `today-rows.ts` is the table of kinds. */
import type { ReactNode } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import type { Place } from "../items/use-item-list.ts";
import type { SectionName } from "../page/routes.ts";
import type { SettingsPage } from "../settings/settings-screen.tsx";

/** The sections of Today, in their order: what others wait for comes first. */
export const todayVerbs = ["hand", "approve", "settle", "safer"] as const;
export type TodayVerb = (typeof todayVerbs)[number];

export type TodayRow = {
  /** Its own among all rows, also while it changes. */
  id: string;
  mark: ReactNode;
  title: ReactNode;
  note: string;
  badge?: ReactNode;
  /** The word on its button, and what a screen reader says of it. */
  act: string;
  label: string;
  onAct(): void;
};

/** What rows stand on, and where they lead. */
export type TodayContext = {
  status: AccountStatus;
  members: MemberShape[];
  toSection(section: SectionName): void;
  toItems(place: Place): void;
  toVault(vault: string): void;
  toSettings(page: SettingsPage): void;
};
