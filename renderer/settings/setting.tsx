/** One setting: what it is, what it means, and on the right what it is set to. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type SettingProps = { icon?: LucideIcon; title: ReactNode; note?: string; children?: ReactNode };

/** A row of a settings page. */
export function Setting({ icon: Icon, title, note, children }: SettingProps) {
  return (
    <div className="setting">
      {Icon !== undefined && <Icon className="setting-icon" size={18} strokeWidth={1.75} aria-hidden="true" />}
      <div className="grow">
        <div className="wrap">{title}</div>
        {note !== undefined && note !== "" && <div className="meta">{note}</div>}
      </div>
      {children}
    </div>
  );
}
