/** Lock and unlock: when it locks, what copying leaves behind, and where the keys of this computer live. */
import { Lock, ShieldCheck, TriangleAlert } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Badge } from "../ui/controls.tsx";
import { Select } from "../ui/inputs.tsx";
import { Setting } from "./setting.tsx";

const minuteChoices = [1, 2, 5, 10, 15, 30, 60];

/** The page. */
export function LockPage({ status }: { status: AccountStatus }) {
  const isOs = status.profiles.find(({ profile }) => profile === status.profile)?.keychain !== "file";
  return (
    <>
      <h2 className="section">{words.settings.lockHeading}</h2>
      <Setting title={words.settings.auto} note={words.settings.autoNote(status.autoLockMost)}>
        <LockAfter minutes={status.autoLockMinutes} most={status.autoLockMost} />
      </Setting>
      <Setting title={words.settings.ends} note={words.settings.endsNote}>
        <Always />
      </Setting>
      {status.clipboardAvailable ? (
        <Setting title={words.settings.clip} note={words.settings.clipNote}>
          <span className="t3">{words.settings.clipValue}</span>
        </Setting>
      ) : (
        <Setting title={words.settings.noClipboard} note={words.settings.noClipboardNote} />
      )}
      <Setting title={words.settings.hide}>
        <span className="t3">{words.settings.hideValue}</span>
      </Setting>
      <h2 className="section settings-next">{words.settings.keys}</h2>
      <Setting
        title={isOs ? words.settings.os : words.settings.fileName}
        note={isOs ? words.settings.osNote : words.settings.fileNote}
      >
        <Badge icon={isOs ? ShieldCheck : TriangleAlert} tone={isOs ? "ok" : "att"}>
          {words.settings.inUse}
        </Badge>
      </Setting>
    </>
  );
}

function LockAfter({ minutes, most }: { minutes: number; most: number }) {
  // What was chosen, and what is allowed, may lie between those that are usual.
  const choices = [...new Set([...minuteChoices, minutes, most])].filter((choice) => choice <= most);
  const set = async (chosen: number): Promise<void> => {
    const done = await call("account.setAutoLock", { minutes: chosen });
    if (!done.ok) tellFailure(done.failure);
    void queries.invalidateQueries({ queryKey: ["account.status"] });
  };
  return (
    <Select
      className="setting-choice"
      aria-label={words.settings.auto}
      value={minutes}
      onChange={(event) => void set(Number(event.target.value))}
    >
      {choices
        .sort((one, other) => one - other)
        .map((choice) => (
          <option key={choice} value={choice}>
            {words.settings.after(choice)}
          </option>
        ))}
    </Select>
  );
}

/** Nobody can switch this off: a lock and the word instead of a dead switch. */
function Always() {
  return (
    <span className="line t3 setting-fixed">
      <Lock size={12} strokeWidth={2.1} aria-hidden="true" />
      {words.settings.always}
    </span>
  );
}
