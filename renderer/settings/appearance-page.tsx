/** Light, dark, or as the system has it; remembered on this computer, for the time before unlock too. */
import type { Appearance } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Select } from "../ui/inputs.tsx";
import { Setting } from "./setting.tsx";

const choices = ["system", "light", "dark"] as const satisfies readonly Appearance[];

/** The page. */
export function AppearancePage({ appearance }: { appearance: Appearance }) {
  const set = async (chosen: Appearance): Promise<void> => {
    const done = await call("account.setAppearance", { appearance: chosen });
    if (!done.ok) tellFailure(done.failure);
    void queries.invalidateQueries({ queryKey: ["account.status"] });
  };
  return (
    <Setting title={words.settings.theme} note={words.settings.themeNote}>
      <Select
        className="setting-choice"
        aria-label={words.settings.theme}
        value={appearance}
        onChange={(event) => void set(event.target.value as Appearance)}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words.settings.themes[choice]}
          </option>
        ))}
      </Select>
    </Setting>
  );
}
