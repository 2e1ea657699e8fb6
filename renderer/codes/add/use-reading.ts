/** What was read so far: the core holds the seeds, the page their names. They are forgotten with the dialog. */
import { useEffect, useRef, useState } from "react";
import type { CodeReading } from "../../../shared/contract/codes.ts";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { type Failure, fail } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { capturedPicture } from "./screen-picture.ts";

type FileInput = { file: Uint8Array<ArrayBuffer>; passphrase?: string };
type Input = { text: string } | { picture: Uint8Array<ArrayBuffer> } | FileInput;
/** A file that waits for its passphrase. */
export type SealedFile = { name: string; bytes: Uint8Array<ArrayBuffer> };

const asks = ({ code, detail }: Failure): boolean => code === "import" && detail?.reason === "codes-asked";

/** Reads texts, files, pictures and the screen, one after the other, into one reading. */
export function useReading() {
  const [reading, setReading] = useState<CodeReading | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [sealed, setSealed] = useState<readonly SealedFile[]>([]);
  const id = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (id.current !== null) void call("code.forget", { reading: id.current });
    },
    [],
  );
  const read = async (input: Input): Promise<Failure | null> => {
    setBusy(true);
    setFailure(null);
    const before = id.current === null ? {} : { reading: id.current };
    const answer = await call("code.read", { ...input, ...before } as CommandInput<"code.read">);
    setBusy(false);
    if (!answer.ok) {
      if (!asks(answer.failure)) setFailure(answer.failure);
      return answer.failure;
    }
    id.current = answer.value.reading;
    setReading(answer.value);
    return null;
  };
  const readFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const refused = await read({ file: bytes });
      if (refused !== null && asks(refused)) setSealed((waiting) => [...waiting, { name: file.name, bytes }]);
    }
  };
  /** Opens the first file that waits. */
  const unseal = async (passphrase: string): Promise<void> => {
    const [first] = sealed;
    if (first === undefined) return;
    const refused = await read({ file: first.bytes, passphrase });
    const isWrong = refused?.detail?.reason === "codes-passphrase";
    // Another passphrase may open it; what is refused otherwise never will.
    if (!isWrong) setSealed((waiting) => waiting.slice(1));
  };
  const readScreen = async (): Promise<void> => {
    const picture = await capturedPicture();
    if (picture === null) setFailure(fail("cancelled", { reason: "screen" }).failure);
    else await read({ picture });
  };
  return { reading, failure, isBusy, sealed: sealed[0] ?? null, read, readFiles, unseal, readScreen };
}
