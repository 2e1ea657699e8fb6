/** The desktop app around the page: the key of quick access, the start at login, notifications and closing. Not there in a browser. */
import { TriangleAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { type Desktop, type DesktopChanges, quickShortcuts } from "../../shared/model/desktop-choices.ts";
import { call, queries } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Select } from "../ui/inputs.tsx";
import { Alert } from "../ui/rows.tsx";
import { Setting } from "./setting.tsx";

/** The page. */
export function DesktopPage({ desktop }: { desktop: Desktop }) {
  const set = async (changes: DesktopChanges): Promise<void> => {
    const done = await call("desktop.set", changes);
    if (!done.ok) tellFailure(done.failure);
    void queries.invalidateQueries({ queryKey: ["desktop.get"] });
  };
  return (
    <>
      {desktop.isTaken && (
        <Alert icon={TriangleAlert} title={words.desktop.taken}>
          {words.desktop.takenNote}
        </Alert>
      )}
      <Setting title={words.desktop.shortcut} note={words.desktop.shortcutNote}>
        <Select
          className="setting-choice"
          aria-label={words.desktop.shortcut}
          value={desktop.shortcut}
          onChange={(event) => void set({ shortcut: event.target.value as Desktop["shortcut"] })}
        >
          {quickShortcuts.map((one) => (
            <option key={one} value={one}>
              {words.desktop.shortcuts[one]}
            </option>
          ))}
        </Select>
      </Setting>
      <YesNo
        title={words.desktop.login}
        note={words.desktop.loginNote}
        isOn={desktop.startsAtLogin}
        onSet={(startsAtLogin) => void set({ startsAtLogin })}
      />
      <YesNo
        title={words.desktop.notices}
        note={words.desktop.noticesNote}
        isOn={desktop.notifies}
        onSet={(notifies) => void set({ notifies })}
      />
      <YesNo
        title={words.desktop.closing}
        note={words.desktop.closingNote}
        isOn={desktop.staysOpen}
        onSet={(staysOpen) => void set({ staysOpen })}
        on={words.desktop.closings.stays}
        off={words.desktop.closings.quits}
      />
    </>
  );
}

type YesNoProps = { title: string; note: string; isOn: boolean; onSet(isOn: boolean): void; on?: string; off?: string };

/** One of two: yes or no, where they have no better words. */
function YesNo({ title, note, isOn, onSet, on = words.desktop.yes, off = words.desktop.no }: YesNoProps) {
  return (
    <Setting title={title} note={note}>
      <Select
        className="setting-choice"
        aria-label={title}
        value={isOn ? "on" : "off"}
        onChange={(event) => onSet(event.target.value === "on")}
      >
        <option value="on">{on}</option>
        <option value="off">{off}</option>
      </Select>
    </Setting>
  );
}
