/** What somebody may do, and until when. */
import { useId } from "react";
import type { Permission } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Select } from "../ui/inputs.tsx";
import { permissions } from "./permissions.ts";

const dayMs = 86_400_000;
const choicesDays = [7, 30, 90, 365];

type TermsProps = {
  permission: Permission;
  /** Days from now; 0 is no end. */
  days: number;
  onPermission(permission: Permission): void;
  onDays(days: number): void;
};

/** Two rows: May, Until. */
export function TermsOfAccess({ permission, days, onPermission, onDays }: TermsProps) {
  const id = useId();
  return (
    <div className="pop-grid">
      <span className="t3 small" id={`${id}-may`}>
        {words.vault.may}
      </span>
      <div className="segments" role="radiogroup" aria-labelledby={`${id}-may`}>
        {permissions.map((one) => (
          <label key={one}>
            <input type="radio" name={`${id}-may`} checked={permission === one} onChange={() => onPermission(one)} />
            {words.vault[one]}
          </label>
        ))}
      </div>
      <label className="t3 small" htmlFor={`${id}-until`}>
        {words.vault.until}
      </label>
      <UntilChoice id={`${id}-until`} days={days} onDays={onDays} />
    </div>
  );
}

type UntilProps = {
  id: string;
  days: number;
  onDays(days: number): void;
  /** The end that stands, which stays where it is chosen: `kept`. */
  kept?: number | undefined;
};

/** In the place of days: the end that stands. */
export const kept = -1;

/** The end that so many days from now are, as commands take it; 0 is none. */
export function endIn(days: number): { end?: number } {
  return days === 0 ? {} : { end: Date.now() + days * dayMs };
}

/** How long something is given: some days, without an end, or as it is. */
export function UntilChoice({ id, days, onDays, kept: stands }: UntilProps) {
  return (
    <Select id={id} className="wide" value={days} onChange={(event) => onDays(Number(event.target.value))}>
      {stands !== undefined && <option value={kept}>{words.vault.endKept(shortDay(stands))}</option>}
      <option value={0}>{words.vault.noEndChoice}</option>
      {choicesDays.map((choice) => (
        <option key={choice} value={choice}>
          {words.vault.endChoice(choice, shortDay(Date.now() + choice * dayMs))}
        </option>
      ))}
    </Select>
  );
}
