/** The file and what opens it. It is read on this computer; nothing is taken yet. */
import { Checkbox } from "@mantine/core";
import { FileKey2, FileUp } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { Button } from "../ui/controls.tsx";
import { FieldError, HiddenField } from "../ui/inputs.tsx";

export type Chosen = { bytes: Uint8Array; fileName: string; passphrase: string | null; keyFile: Uint8Array | null };
type ChooseProps = { failure: Failure | null; isReading: boolean; onRead(chosen: Chosen): void };

/** What is picked and typed, and reading it. */
function useChoice({ isReading, onRead }: Omit<ChooseProps, "failure">) {
  const [file, setFile] = useState<File | null>(null);
  const [keyFile, setKeyFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [hasNone, setHasNone] = useState(false);
  const read = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (file === null || isReading) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    onRead({
      bytes,
      fileName: file.name.slice(0, 255),
      passphrase: hasNone ? null : passphrase,
      keyFile: keyFile === null ? null : new Uint8Array(await keyFile.arrayBuffer()),
    });
  };
  return { file, setFile, keyFile, setKeyFile, passphrase, setPassphrase, hasNone, setHasNone, read };
}

/** The first view of the screen. */
export function ChooseFile({ failure, isReading, onRead }: ChooseProps) {
  const choice = useChoice({ isReading, onRead });
  const { file, keyFile, hasNone } = choice;
  return (
    <form className="first" onSubmit={(event) => void choice.read(event)}>
      <DropFile file={file} onFile={choice.setFile} />
      <div className="stack" style={{ gap: 12, marginTop: 18 }}>
        <HiddenField
          label={words.import.passphrase}
          value={choice.passphrase}
          disabled={hasNone}
          onChange={(event) => choice.setPassphrase(event.target.value)}
        />
        <PickKeyFile keyFile={keyFile} onKeyFile={choice.setKeyFile} />
        {keyFile !== null && (
          <Checkbox
            size="xs"
            label={words.import.noPassphrase}
            checked={hasNone}
            onChange={(event) => choice.setHasNone(event.currentTarget.checked)}
          />
        )}
        {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
        <div>
          <Button kind="main" size={32} type="submit" disabled={file === null || isReading}>
            {isReading ? words.import.reading : words.import.read}
          </Button>
        </div>
      </div>
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
      <Button onClick={() => pick.current?.click()}>{words.import.file}</Button>
      <input
        ref={pick}
        type="file"
        accept=".kdbx"
        hidden
        aria-label={words.import.file}
        data-testid="import-file"
        onChange={(event) => onFile(event.target.files?.[0] ?? null)}
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
