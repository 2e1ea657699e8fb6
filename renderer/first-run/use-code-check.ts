/** A code as it is typed, pasted or dropped, and what it was read as. */
import { useRef, useState } from "react";
import type { Failure, Result } from "../../shared/failures.ts";

export type CodeCheck<Read> = {
  code: string;
  /** What stands there now, once it was read; null before, and where it cannot be read. */
  read: Read | null;
  failure: Failure | null;
  /** `isWhole`: it came at once, so that what is missing will not be typed. */
  take(text: string, isWhole: boolean): void;
};

/** Reads by `check` what came whole, or has `fewest` characters; an answer for what does not stand there any more is no answer. */
export function useCodeCheck<Read>(fewest: number, check: (text: string) => Promise<Result<Read>>): CodeCheck<Read> {
  const [code, setCode] = useState("");
  const [read, setRead] = useState<Read | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(0);
  const take = async (text: string, isWhole: boolean): Promise<void> => {
    const number = ++asked.current;
    setCode(text);
    setRead(null);
    setFailure(null);
    const { length } = text.trim();
    // What is typed letter by letter is not called too short before there is something of it.
    if (length === 0 || (!isWhole && length < fewest)) return;
    const answer = await check(text);
    if (number !== asked.current) return;
    if (answer.ok) setRead(answer.value);
    else setFailure(answer.failure);
  };
  return { code, read, failure, take: (text, isWhole) => void take(text, isWhole) };
}
