/** What was read so far: the core holds the seeds, the page their names. They are forgotten with the dialog. */
import { useEffect, useRef, useState } from "react";
import type { CodeReading } from "../../../shared/contract/codes.ts";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { type Failure, fail } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { capturedPicture } from "./screen-picture.ts";

type Input = { text: string } | { picture: Uint8Array<ArrayBuffer> };

/** Reads texts, pictures and the screen, one after the other, into one reading. */
export function useReading() {
  const [reading, setReading] = useState<CodeReading | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (id.current !== null) void call("code.forget", { reading: id.current });
    },
    [],
  );
  const read = async (input: Input): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const before = id.current === null ? {} : { reading: id.current };
    const answer = await call("code.read", { ...input, ...before } as CommandInput<"code.read">);
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    id.current = answer.value.reading;
    setReading(answer.value);
  };
  const readFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files) await read({ picture: new Uint8Array(await file.arrayBuffer()) });
  };
  const readScreen = async (): Promise<void> => {
    const picture = await capturedPicture();
    if (picture === null) setFailure(fail("cancelled", { reason: "screen" }).failure);
    else await read({ picture });
  };
  return { reading, failure, isBusy, read, readFiles, readScreen };
}
