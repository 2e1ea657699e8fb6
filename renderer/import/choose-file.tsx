/** The file and what opens it. It is read on this computer; nothing is taken yet. */
import { Checkbox } from "@mantine/core";
import { FileKey2, FileUp } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { Button } from "../ui/controls.tsx";
import { FieldError, HiddenField } from "../ui/inputs.tsx";
import { type Chosen, chosenFile, isOpened, kindTrouble } from "./file-kinds.ts";
import type { ReadInput } from "./use-importing.ts";

type ChooseProps = {
  /** Dropped elsewhere in the window, and chosen with that. */
  dropped: File | null;
  failure: Failure | null;
  isReading: boolean;
  onRead(input: ReadInput): void;
  /** A table was chosen: what its columns are is asked next. */
  onTable(file: File): void;
};

/** What is picked and typed, and reading it. */
function useChoice({ dropped, isReading, onRead, onTable }: Omit<ChooseProps, "failure">) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [keyFile, setKeyFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [hasNone, setHasNone] = useState(false);
  const passphraseField = useRef<HTMLInputElement>(null);
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const next = await chosenFile(file);
    setChosen(next);
    if (next.kind === "table") onTable(file);
  };
  // Once its field is drawn, however long that took.
  useEffect(() => {
    if (chosen !== null && isOpened(chosen.kind)) passphraseField.current?.focus();
  }, [chosen]);
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => void latest.current(dropped), [dropped]);
  const read = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (chosen === null || !isOpened(chosen.kind) || isReading) return;
    onRead({
      format: chosen.kind,
      bytes: new Uint8Array(await chosen.file.arrayBuffer()),
      fileName: chosen.file.name.slice(0, 255),
      ...(hasNone && chosen.kind === "kdbx" ? {} : { passphrase }),
      ...(keyFile === null || chosen.kind !== "kdbx" ? {} : { keyFile: new Uint8Array(await keyFile.arrayBuffer()) }),
    });
  };
  return {
    ...{ chosen, choose, keyFile, setKeyFile, passphrase, setPassphrase, passphraseField, hasNone, setHasNone, read },
  };
}

/** The first view of the screen. */
export function ChooseFile({ failure, ...props }: ChooseProps) {
  const { isReading } = props;
  const choice = useChoice(props);
  const { chosen, keyFile, hasNone } = choice;
  const opened = chosen !== null && isOpened(chosen.kind) ? chosen.kind : null;
  const isKeepass = opened === "kdbx";
  const trouble = chosen === null ? null : kindTrouble(chosen.kind);
  return (
    <form className="first" onSubmit={(event) => void choice.read(event)}>
      <DropFile file={chosen?.file ?? null} onFile={(file) => void choice.choose(file)} />
      {trouble !== null && <FieldError>{trouble}</FieldError>}
      {opened === null && failure !== null && <FieldError>{sentence(failure)}</FieldError>}
      {opened !== null && (
        <div className="stack" style={{ gap: 12, marginTop: 18 }}>
          <HiddenField
            ref={choice.passphraseField}
            label={isKeepass ? words.import.passphrase : words.import.archivePassphrase}
            value={choice.passphrase}
            disabled={isKeepass && hasNone}
            onChange={(event) => choice.setPassphrase(event.target.value)}
          />
          {isKeepass && <PickKeyFile keyFile={keyFile} onKeyFile={choice.setKeyFile} />}
          {isKeepass && keyFile !== null && (
            <Checkbox
              size="xs"
              label={words.import.noPassphrase}
              checked={hasNone}
              onChange={(event) => choice.setHasNone(event.currentTarget.checked)}
            />
          )}
          {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
          <div>
            <Button kind="main" size={32} type="submit" disabled={isReading}>
              {isReading ? words.import.reading : words.import.read}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}

function DropFile({ file, onFile }: { file: File | null; onFile(file: File | null): void }) {
  const pick = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first
    <div
      className="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFile(event.dataTransfer.files[0] ?? null);
      }}
    >
      <FileUp size={20} strokeWidth={1.75} aria-hidden="true" />
      <div className="grow">
        <div className="choice-name">{file?.name ?? words.import.choose}</div>
        <div className="meta">{words.import.chooseNote}</div>
      </div>
      <Button autoFocus onClick={() => pick.current?.click()}>
        {words.import.file}
      </Button>
      <input
        ref={pick}
        type="file"
        accept=".kdbx,.latchkey,.csv,.tsv,.txt"
        hidden
        aria-label={words.import.file}
        data-testid="import-file"
        onChange={(event) => {
          onFile(event.target.files?.[0] ?? null);
          // The same file can be chosen again after it was changed.
          event.target.value = "";
        }}
      />
    </div>
  );
}

function PickKeyFile({ keyFile, onKeyFile }: { keyFile: File | null; onKeyFile(file: File | null): void }) {
  const pick = useRef<HTMLInputElement>(null);
  return (
    <div className="line">
      <FileKey2 size={16} className="t2" aria-hidden="true" />
      <span className="grow t2">{keyFile?.name ?? words.import.keyFile}</span>
      <Button onClick={() => pick.current?.click()}>{words.import.addKeyFile}</Button>
      <input
        ref={pick}
        type="file"
        hidden
        aria-label={words.import.addKeyFile}
        data-testid="import-key"
        onChange={(event) => onKeyFile(event.target.files?.[0] ?? null)}
      />
    </div>
  );
}
