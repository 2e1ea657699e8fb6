/** One's own computers, and the device sheet of this one: whether it is on paper, and the sheet again for somebody who knows the passphrase. */
import { Check, FileKey2, Minus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { AccountStatus, SheetKept } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { SheetDesk } from "../first-run/sheet-desk.tsx";
import { tellFailure } from "../page/notify.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { otherActiveAdmins } from "../vaults/who-gives-key.ts";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { RecoveryPeople } from "./recovery-people.tsx";
import { RecoverySheet } from "./recovery-sheet.tsx";
import { Setting } from "./setting.tsx";
import { ownName, SeenByOthers, useOwnComputers, YourComputers } from "./your-computers.tsx";

/** The page. */
export function SheetPage({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const [asks, setAsks] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const profile = status.profiles.find((one) => one.profile === status.profile);
  const deviceName = profile?.deviceName ?? "";
  const keychain = profile?.keychain ?? "os";
  const keep = async (how: SheetKept["how"]): Promise<void> => {
    const kept = await call("account.sheetKept", { how });
    if (!kept.ok) tellFailure(kept.failure);
    void queries.invalidateQueries({ queryKey: ["account.status"] });
  };
  return (
    <>
      <YourComputers />
      <RecoverySheet team={teamName} person={profile?.person ?? ""} server={profile?.origin ?? ""} />
      <RecoveryPeople />
      <h2 className="section settings-next">{words.settings.sheetHeading}</h2>
      <SheetRow
        kept={status.sheet ?? null}
        keychain={keychain}
        isShown={text !== null}
        onShow={() => (text === null ? setAsks(true) : setText(null))}
      />
      {text !== null && (
        <div className="settings-sheet">
          <SheetDesk
            paper={{ text, team: teamName, person: profile?.person ?? "", deviceName }}
            onKept={(how) => void keep(how)}
          />
        </div>
      )}
      <SeenByOthers person={profile?.person ?? ""} />
      {asks && (
        <AskPassphrase
          name="sheet-ask"
          title={words.settings.sheetAsk}
          done={words.settings.sheetShow}
          ask={(passphrase) => call("account.deviceSheet", { passphrase })}
          onAnswer={(shown) => {
            setText(shown.text);
            setAsks(false);
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}

type RowProps = { kept: SheetKept | null; keychain: "os" | "file"; isShown: boolean; onShow(): void };

/** Amber until it is on paper. */
function SheetRow({ kept, keychain, isShown, onShow }: RowProps) {
  const note = kept === null ? words.settings.sheetMissing : words.settings.sheetKept(kept.how, shortDay(kept.at));
  const show = kept === null ? words.settings.printSheet : words.settings.showSheet;
  return (
    <div className={kept === null ? "setting-due" : undefined}>
      <Setting icon={kept === null ? TriangleAlert : FileKey2} title={words.settings.sheetHelps(keychain)} note={note}>
        {kept === null && (
          <Badge icon={TriangleAlert} tone="att">
            {words.settings.notPrinted}
          </Badge>
        )}
        <Button onClick={onShow}>{isShown ? words.act.hide : show}</Button>
      </Setting>
    </div>
  );
}

/** What a lost or stolen computer costs, as things are today. */
export function IfLost() {
  const [team = "", personal = ""] = words.settings.lostFacts;
  const members = useAnswer("member.list", {}).value ?? [];
  const isAlone = otherActiveAdmins(members).length === 0;
  const others = useOwnComputers().filter(({ isThis }) => !isThis);
  const recovery = useAnswer("recovery.status", {}).value;
  const hasPeople = useAnswer("recovery.people", {}).value?.chosen != null;
  return (
    <aside className="detail-aside settings-aside" aria-label={words.settings.lost}>
      <h2 className="section">{words.settings.lost}</h2>
      {others.length === 0 && isAlone ? (
        <Fact icon={Minus}>{words.settings.lostAlone}</Fact>
      ) : (
        <div className="ok-facts">
          <Fact icon={Check}>
            {others.length === 0 ? team : words.computers.lostOther(others.map(ownName).join(", "))}
          </Fact>
        </div>
      )}
      {recovery?.sheet != null && (
        <div className="ok-facts">
          <Fact icon={Check}>{words.recovery.lostWith(recovery.needsAdmin)}</Fact>
        </div>
      )}
      {recovery !== undefined && hasPeople && (
        <div className="ok-facts">
          <Fact icon={Check}>{words.recoveryPeople.lostWith(recovery.needsAdmin)}</Fact>
        </div>
      )}
      {others.length === 0 && recovery?.sheet == null && !hasPeople && <Fact icon={Minus}>{personal}</Fact>}
      <h2 className="section settings-next">{words.settings.stolen}</h2>
      <Stolen />
    </aside>
  );
}

const mostNamed = 5;

/** Who could take this computer out of use, by the verified log, and where nobody could. */
function Stolen() {
  const members = useAnswer("member.list", {}).value;
  const others = useOwnComputers().filter(({ isThis }) => !isThis);
  if (members === undefined) return null;
  const admins = otherActiveAdmins(members);
  if (others.length > 0) return <p className="meta">{words.computers.stolenOwn(others.map(ownName).join(", "))}</p>;
  if (admins.length === 0) return <p className="meta">{words.computers.stolenNobody}</p>;
  return <p className="meta">{words.computers.stolenAdmins(named(admins.map(({ name }) => name)))}</p>;
}

function named(all: readonly string[]): string {
  const more = all.length - mostNamed;
  return [...all.slice(0, mostNamed), ...(more > 0 ? [words.settings.more(more)] : [])].join(", ");
}
