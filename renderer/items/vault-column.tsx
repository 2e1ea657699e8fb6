/** The slim column: all items, vaults, personal first. A vault's second press opens its sheet. */
import { FileInput, Layers, type LucideIcon, PanelRightOpen, Plus, UserRound, UsersRound } from "lucide-react";
import { useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { call } from "../client.ts";
import { words } from "../copy/words.ts";
import { shownKey } from "../keys.ts";
import { tellFailure } from "../notify.ts";
import { IconButton } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";
import { vaultTitle } from "./vault-title.ts";

type ColumnProps = {
  vaults: VaultShape[];
  chosen: string | null;
  isSheet: boolean;
  makesVault: boolean;
  onMakeVault(makes: boolean): void;
  onChoose(vault: string | null): void;
  onSheet(vault: string): void;
  onImport(): void;
  onNew(): void;
};

/** Draws the column. */
export function VaultColumn({
  vaults,
  chosen,
  makesVault,
  onMakeVault,
  onChoose,
  onSheet,
  onImport,
  onNew,
}: ColumnProps) {
  const total = vaults.reduce((sum, vault) => sum + vault.count, 0);
  const entry = (id: string | null, title: string, Icon: LucideIcon, count: number, sheet: boolean) => (
    <div key={id ?? "all"} className="side-entry" data-current={id === chosen}>
      <button
        type="button"
        className="side-name"
        aria-current={id === chosen ? "true" : undefined}
        onClick={() => onChoose(id)}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut grow">{title}</span>
      </button>
      {sheet && id !== null && id === chosen && (
        <IconButton icon={PanelRightOpen} label={words.items.openVault} onClick={() => onSheet(id)} />
      )}
      <span className="tab t3">{count}</span>
    </div>
  );
  return (
    <aside className="side-col" aria-label={words.items.vaults}>
      <div className="band">
        <h1 className="title grow">{words.room.items}</h1>
        <IconButton icon={FileInput} label={words.items.import} onClick={onImport} />
        <IconButton icon={Plus} label={words.items.newLogin} shortcut={shownKey("new")} onClick={onNew} />
      </div>
      <div className="side-list">
        {entry(null, words.items.all, Layers, total, false)}
        <h2 className="side-head">
          <span className="grow">{words.items.vaults}</span>
          <IconButton icon={Plus} label={words.items.newVault} onClick={() => onMakeVault(true)} />
        </h2>
        {vaults.map((vault) =>
          entry(
            vault.vault,
            vaultTitle(vault),
            vault.kind === "personal" ? UserRound : UsersRound,
            vault.count,
            vault.kind === "shared",
          ),
        )}
      </div>
      {makesVault && (
        <NewVault
          onClose={() => onMakeVault(false)}
          onMade={(vault) => {
            onMakeVault(false);
            onSheet(vault);
          }}
        />
      )}
    </aside>
  );
}

function NewVault({ onClose, onMade }: { onClose(): void; onMade(vault: string): void }) {
  const [title, setTitle] = useState("");
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    const made = await call("vault.create", { title: title.trim() });
    setBusy(false);
    if (made.ok) onMade(made.value.vault);
    else tellFailure(made.failure);
  };
  return (
    <Dialog
      title={words.vault.create}
      onClose={onClose}
      onDone={() => void make()}
      done={words.vault.createDone}
      isBusy={isBusy}
      canDo={title.trim() !== ""}
    >
      <TextField
        label={words.vault.createTitle}
        data-autofocus
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
        note={
          <p className="meta" style={{ marginTop: 6 }}>
            {words.vault.createNote}
          </p>
        }
      />
    </Dialog>
  );
}
