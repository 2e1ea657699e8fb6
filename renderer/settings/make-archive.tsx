/** The dialog that makes an archive: which vaults, the account's passphrase, the archive's twice; then how far it is. */
import { Checkbox } from "@mantine/core";
import { useCallback, useRef, useState } from "react";
import type { ExportDone, ExportPreview } from "../../shared/contract/exports.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, useEvent } from "../client/client.ts";
import { PassphraseFields, useVerdict } from "../first-run/passphrase-fields.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FieldError, HiddenField } from "../ui/inputs.tsx";

type MakeProps = {
  preview: ExportPreview;
  /** Words that make a passphrase weak. */
  known: string[];
  onDone(done: ExportDone): void;
  onClose(): void;
};
type Progress = { done: number; total: number };

/** Which vaults are in it: all, less those that were left out. */
function useVaults({ vaults }: ExportPreview) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = vaults.filter(({ vault }) => !left.has(vault));
  const toggle = (vault: string): void =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(vault)) after.add(vault);
      return after;
    });
  return { vaults, chosen, toggle, items: chosen.reduce((sum, { items }) => sum + items, 0) };
}

/** What is typed, making it, and stopping. */
function useArchive({ preview, known, onDone, onClose }: MakeProps) {
  const vaults = useVaults(preview);
  const [own, setOwn] = useState("");
  const ownField = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState({ passphrase: "", again: "" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEvent(
    "export.progress",
    useCallback((event: Progress) => setProgress(event), []),
  );
  const verdict = useVerdict(typed.passphrase, known);
  const make = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    setProgress(null);
    const made = await call("export.make", {
      ...{ passphrase: own, archivePassphrase: typed.passphrase },
      ...{ vaults: vaults.chosen.map(({ vault }) => vault), count: vaults.items },
    });
    setBusy(false);
    setProgress(null);
    if (made.ok) return onDone(made.value);
    if (made.failure.code === "unlock") {
      setOwn("");
      ownField.current?.focus();
    }
    // Who stopped it, or chose no place, is where they were before.
    if (made.failure.code !== "cancelled") setFailure(made.failure);
  };
  const isTyped = own !== "" && verdict?.accepted === true && typed.again === typed.passphrase;
  return {
    ...{ vaults, own, ownField, typed, setTyped, failure, progress, isBusy, verdict },
    canDo: isTyped && vaults.items > 0,
    setOwn: (text: string) => {
      setOwn(text);
      setFailure(null);
    },
    make: () => void make(),
    close: () => (isBusy ? void call("export.cancel", {}) : onClose()),
  };
}

/** Shows it. */
export function MakeArchive(props: MakeProps) {
  const archive = useArchive(props);
  const { vaults, failure, progress, isBusy } = archive;
  const isOfOwn = failure?.code === "unlock" || failure?.code === "throttled";
  return (
    <Dialog
      name="archive-make"
      title={words.export.title}
      note={words.export.note}
      onClose={archive.close}
      onDone={archive.make}
      done={words.export.done(vaults.items)}
      {...(isBusy ? { cancel: words.export.stop } : {})}
      isBusy={isBusy}
      canDo={archive.canDo}
      below={progress === null ? undefined : <Writing {...progress} />}
    >
      <div className="stack" style={{ gap: 18 }}>
        {vaults.vaults.length > 1 && <Vaults {...vaults} isBusy={isBusy} />}
        <HiddenField
          label={words.export.own}
          className="mono"
          data-autofocus
          ref={archive.ownField}
          value={archive.own}
          onChange={(event) => archive.setOwn(event.target.value)}
          autoComplete="current-password"
          error={isOfOwn ? sentence(failure) : null}
        />
        <PassphraseFields
          chosen={archive.typed}
          verdict={archive.verdict}
          onChange={archive.setTyped}
          labels={{ passphrase: words.export.chosenPassphrase, again: words.export.again }}
          what="archive"
        />
        {failure !== null && !isOfOwn && <FieldError>{sentence(failure)}</FieldError>}
      </div>
    </Dialog>
  );
}

type VaultsProps = ReturnType<typeof useVaults> & { isBusy: boolean };

function Vaults({ vaults, chosen, items, toggle, isBusy }: VaultsProps) {
  return (
    <details className="export-vaults">
      <summary>
        {words.export.vaults}: {words.export.chosen(items, chosen.length)}
      </summary>
      <div className="stack export-list" style={{ gap: 8 }}>
        {vaults.map(({ vault, kind, title, items: count }) => (
          <Checkbox
            key={vault}
            size="xs"
            checked={chosen.some((one) => one.vault === vault)}
            disabled={isBusy}
            onChange={() => toggle(vault)}
            label={`${kind === "personal" ? words.items.personal : title} (${count.toLocaleString("en")})`}
          />
        ))}
      </div>
    </details>
  );
}

function Writing({ done, total }: Progress) {
  return (
    <div className="taking" role="status">
      <span className="row-title tab">{words.export.writing(done, total)}</span>
      <progress value={done} max={Math.max(1, total)} aria-label={words.export.title} />
      <div className="meta">{words.export.writingNote}</div>
    </div>
  );
}
