/** Settings: a plain list of groups with search; only what really can be set, and plain facts about the rest. */
import { FileInput, KeyRound, Lock, type LucideIcon, Server, ShieldCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { call, queries, useAnswer } from "../client.ts";
import { shortTime } from "../copy/dates.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { SheetPaper } from "../first-run/device-sheet.tsx";
import { tellFailure } from "../notify.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { HiddenField, SearchField } from "../ui/inputs.tsx";

type Page = "lock" | "sheet" | "imports" | "server";
const pages: { page: Page; icon: LucideIcon }[] = [
  { page: "lock", icon: Lock },
  { page: "sheet", icon: KeyRound },
  { page: "imports", icon: FileInput },
  { page: "server", icon: Server },
];
const minuteChoices = [1, 2, 5, 10, 15, 30, 60];

/** The room. */
export function SettingsScreen({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const [page, setPage] = useState<Page>("lock");
  const [text, setText] = useState("");
  const shown = pages.filter(({ page: one }) => words.settings[one].toLowerCase().includes(text.toLowerCase()));
  return (
    <div className="people">
      <aside className="side-col wide" aria-label={words.room.settings}>
        <div className="band">
          <SearchField
            autoFocus
            aria-label={words.settings.search}
            placeholder={words.settings.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="side-list">
          <h2 className="side-head">{words.settings.computer}</h2>
          {shown.map(({ page: one, icon: Icon }) => (
            <div key={one} className="side-entry" data-current={one === page}>
              <button
                type="button"
                className="side-name"
                aria-current={one === page ? "true" : undefined}
                onClick={() => setPage(one)}
              >
                <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
                {words.settings[one]}
              </button>
            </div>
          ))}
        </div>
      </aside>
      <main className="detail" aria-label={words.settings[page]}>
        <div className="band detail-band">
          <h1 className="title grow">{words.settings[page]}</h1>
          <span className="meta">{page === "lock" && words.settings.saved}</span>
        </div>
        <div className="detail-body" style={{ maxWidth: 696 }}>
          {page === "lock" && <LockPage status={status} />}
          {page === "sheet" && <SheetPage status={status} teamName={teamName} />}
          {page === "imports" && <ImportsPage />}
          {page === "server" && (
            <Setting title={words.settings.server} note={words.settings.serverNote}>
              <Badge icon={ShieldCheck} tone="ok">
                {words.settings.inUse}
              </Badge>
            </Setting>
          )}
        </div>
      </main>
    </div>
  );
}

function Setting({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <div className="setting">
      <div className="grow">
        <div>{title}</div>
        <div className="meta">{note}</div>
      </div>
      {children}
    </div>
  );
}

function LockPage({ status }: { status: AccountStatus }) {
  const set = async (minutes: number): Promise<void> => {
    const done = await call("account.setAutoLock", { minutes });
    if (!done.ok) tellFailure(done.failure);
    void queries.invalidateQueries({ queryKey: ["account.status"] });
  };
  const always = (
    <span className="line t3">
      <Lock size={13} aria-hidden="true" />
      {words.settings.always}
    </span>
  );
  const profile = status.profiles.find(({ profile: id }) => id === status.profile);
  const isOs = profile?.keychain !== "file";
  return (
    <>
      <h2 className="section">{words.settings.lockHeading}</h2>
      <Setting title={words.settings.auto} note={words.settings.autoNote(60)}>
        <select
          className="input"
          style={{ width: 160 }}
          aria-label={words.settings.auto}
          value={status.autoLockMinutes}
          onChange={(event) => void set(Number(event.target.value))}
        >
          {minuteChoices.map((minutes) => (
            <option key={minutes} value={minutes}>
              {words.settings.after(minutes)}
            </option>
          ))}
        </select>
      </Setting>
      <Setting title={words.act.lock} note={words.settings.sleep}>
        {always}
      </Setting>
      <Setting title={words.settings.clip} note={words.settings.clipNote}>
        <span className="t3">{words.settings.clipValue}</span>
      </Setting>
      <Setting title={words.settings.hide} note="">
        <span className="t3">{words.settings.hideValue}</span>
      </Setting>
      <h2 className="section" style={{ marginTop: 28 }}>
        {words.settings.keys}
      </h2>
      <Setting
        title={isOs ? words.settings.os : words.settings.fileName}
        note={isOs ? words.settings.osNote : words.settings.fileNote}
      >
        <Badge icon={ShieldCheck} tone={isOs ? "ok" : "plain"}>
          {words.settings.inUse}
        </Badge>
      </Setting>
    </>
  );
}

function SheetPage({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const [asks, setAsks] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const profile = status.profiles.find(({ profile: id }) => id === status.profile);
  const show = async (): Promise<void> => {
    const sheet = await call("account.deviceSheet", { passphrase });
    setPassphrase("");
    if (!sheet.ok) return setWrong(sentence(sheet.failure));
    setText(sheet.value.text);
    setAsks(false);
  };
  return (
    <>
      <Setting title={words.settings.sheetName} note={words.settings.sheetNote}>
        <Button onClick={() => (text === null ? setAsks(true) : setText(null))}>
          {text === null ? words.settings.showSheet : words.act.hide}
        </Button>
      </Setting>
      {text !== null && (
        <div style={{ marginTop: 20 }}>
          <SheetPaper
            text={text}
            team={teamName}
            person={profile?.person ?? ""}
            deviceName={profile?.deviceName ?? ""}
          />
          <Button style={{ marginTop: 12 }} onClick={() => window.print()}>
            {words.sheet.print}
          </Button>
        </div>
      )}
      {asks && (
        <Dialog
          title={words.settings.sheetAsk}
          onClose={() => setAsks(false)}
          onDone={() => void show()}
          done={words.settings.sheetName}
          canDo={passphrase !== ""}
        >
          <HiddenField
            label={words.unlock.passphrase}
            data-autofocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
            error={wrong}
          />
        </Dialog>
      )}
    </>
  );
}

function ImportsPage() {
  const reports = useAnswer("import.reports", {}).value ?? [];
  if (reports.length === 0) return <p className="t3">{words.settings.noImports}</p>;
  return (
    <>
      {reports.map(({ report, fileName, at, added, changed, same, notTaken }) => (
        <Setting key={report} title={fileName} note={`${shortTime(at)}. ${words.import.report(added, changed, same)}`}>
          <span className="meta" title={notTaken.map(({ what, why }) => `${what}: ${why}`).join("\n")}>
            {notTaken.length > 0 && `${notTaken.length} ${words.import.counts.not}`}
          </span>
        </Setting>
      ))}
    </>
  );
}
