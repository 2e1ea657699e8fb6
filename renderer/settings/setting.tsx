/** One setting: what it is, what it means, and on the right what it is set to. */
import type { ReactNode } from "react";

type SettingProps = { title: string; note?: string; children?: ReactNode };

/** A row of a settings page. */
export function Setting({ title, note, children }: SettingProps) {
  return (
    <div className="setting">
      <div className="grow">
        <div className="wrap">{title}</div>
        {note !== undefined && note !== "" && <div className="meta">{note}</div>}
      </div>
      {children}
    </div>
  );
}
