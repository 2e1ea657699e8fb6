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

/** The first view of the screen. */
export function ChooseFile({ failure, isReading, onRead }: ChooseProps) {
  const [file, setFile] = useState<File | null>(null);
  const [keyFile, setKeyFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [hasNone, setHasNone] = useState(false);
  const pick = useRef<HTMLInputElement>(null);
  const pickKey = useRef<HTMLInputElement>(null);
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
  return (
    <form className="first" onSubmit={(event) => void read(event)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        className="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          setFile(event.dataTransfer.files[0] ?? null);
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
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      <div className="stack" style={{ gap: 12, marginTop: 18 }}>
        <HiddenField
          label={words.import.passphrase}
          value={passphrase}
          disabled={hasNone}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <div className="line">
          <FileKey2 size={16} className="t2" aria-hidden="true" />
          <span className="grow t2">{keyFile?.name ?? words.import.keyFile}</span>
          <Button onClick={() => pickKey.current?.click()}>{words.import.addKeyFile}</Button>
          <input
            ref={pickKey}
            type="file"
            hidden
            aria-label={words.import.addKeyFile}
            data-testid="import-key"
            onChange={(event) => setKeyFile(event.target.files?.[0] ?? null)}
          />
        </div>
        {keyFile !== null && (
          <Checkbox
            size="xs"
            label={words.import.noPassphrase}
            checked={hasNone}
            onChange={(event) => setHasNone(event.currentTarget.checked)}
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
