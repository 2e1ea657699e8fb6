/** The desktop app around the page: the key of quick access, and the start at login. Not there in a browser. */
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
      <Setting title={words.desktop.login} note={words.desktop.loginNote}>
        <Select
          className="setting-choice"
          aria-label={words.desktop.login}
          value={desktop.startsAtLogin ? "on" : "off"}
          onChange={(event) => void set({ startsAtLogin: event.target.value === "on" })}
        >
          <option value="off">{words.desktop.no}</option>
          <option value="on">{words.desktop.yes}</option>
        </Select>
      </Setting>
    </>
  );
}
