/** Empty states that teach: the first item, and a search without a hit. */
import { FileInput, type LucideIcon, Plus, UsersRound } from "lucide-react";
import { words } from "../copy/words.ts";
import { shownKey } from "../keys.ts";
import { Button, Kbd } from "../ui/controls.tsx";

type FirstProps = { onImport(): void; onNew(): void; onVault(): void; canAdd: boolean };

/** Nothing here yet: three ways to begin. */
export function FirstItems({ onImport, onNew, onVault, canAdd }: FirstProps) {
  const way = (Icon: LucideIcon, title: string, note: string, act: string, onAct: () => void) => (
    <div className="way">
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <div className="grow">
        <div className="door-name">{title}</div>
        <div className="meta">{note}</div>
      </div>
      <Button kind={onAct === onImport ? "main" : "default"} onClick={onAct} disabled={!canAdd && onAct === onNew}>
        {act}
      </Button>
    </div>
  );
  return (
    <main className="detail">
      <div className="band" />
      <div className="first">
        <h2 className="screen-title">{words.items.firstTitle}</h2>
        <p className="t2" style={{ margin: "6px 0 22px" }}>
          {words.items.firstNote}
        </p>
        {way(FileInput, words.items.firstImport, words.items.firstImportNote, words.items.import, onImport)}
        {way(Plus, words.items.firstAdd, words.items.firstAddNote, words.items.firstAdd, onNew)}
        {way(UsersRound, words.items.firstVault, words.items.firstVaultNote, words.items.newVault, onVault)}
        <h3 className="section t2" style={{ margin: "22px 0 8px" }}>
          {words.items.threeKeys}
        </h3>
        {[
          [shownKey("main"), words.items.keyEnter],
          [shownKey("new"), words.items.keyNew],
          [shownKey("help"), words.items.keyHelp],
        ].map(([key, does]) => (
          <div key={key} className="line meta" style={{ height: 24, gap: 12 }}>
            <span style={{ width: 40 }}>
              <Kbd>{key}</Kbd>
            </span>
            {does}
          </div>
        ))}
      </div>
    </main>
  );
}

/** A search without a hit. */
export function NothingFound({ text, onClear }: { text: string; onClear(): void }) {
  return (
    <main className="detail">
      <div className="band" />
      <div className="first">
        <h2 className="screen-title">{words.items.none(text)}</h2>
        <p className="t2" style={{ margin: "6px 0 18px" }}>
          {words.items.noneNote}
        </p>
        <Button onClick={onClear}>{words.items.clear}</Button>
      </div>
    </main>
  );
}
