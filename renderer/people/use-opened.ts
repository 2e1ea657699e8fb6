/** What somebody saw, as far as their computers told those who may read it. */
import type { UserId } from "../../shared/encoding/ids.ts";
import { activityTypes } from "../../shared/model/activity.ts";
import { useAnswer } from "../client/client.ts";

/** How many items they opened secrets of; null where whoever looks may not know. */
export type Opened = { items: number; hasGaps: boolean } | null;

/** Events in which somebody saw a secret. */
const types = Object.entries(activityTypes).flatMap(([type, { group }]) => (group === "secrets" ? [type] : []));

/** Undefined before the answer. */
export function useOpened(user: string): Opened | undefined {
  const { value } = useAnswer("activity.list", { user: user as UserId, types, limit: 1 });
  if (value === undefined) return undefined;
  return value.of === "team" ? { items: value.items, hasGaps: value.gaps.length > 0 } : null;
}
