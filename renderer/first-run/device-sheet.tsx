/** The device sheet at set-up: print it, or write it down and prove it; going on without it is a choice that is said aloud. */
import { KeyRound, PencilLine, Printer } from "lucide-react";
import { useMemo, useState } from "react";
import { day } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Button } from "../ui/controls.tsx";
import { TextField } from "../ui/inputs.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { Steps } from "./steps.tsx";

/** The sheet itself, as it is printed. */
export function SheetPaper({
  text,
  team,
  person,
  deviceName,
}: {
  text: string;
  team: string;
  person: string;
  deviceName: string;
}) {
  return (
    <div className="paper printed">
      <div className="line" style={{ justifyContent: "space-between" }}>
        <span className="line section" style={{ gap: 6 }}>
          <KeyRound size={13} />
          {words.app}
        </span>
        <span className="meta">{words.sheet.heading}</span>
      </div>
      <p className="meta" style={{ margin: "10px 0 12px" }}>
        {[team, person].filter((part) => part !== "").join(", ")}
        <br />
        {[deviceName, day(Date.now())].filter((part) => part !== "").join(", ")}
      </p>
      <ol className="paper-lines mono">
        {linesOf(text).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two of them may be equal
          <li key={at} data-line={line.join("-")}>
            <small>{at + 1}</small>
            {line.map((group, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do groups
              <span key={place}>{group}</span>
            ))}
          </li>
        ))}
      </ol>
      <p className="meta" style={{ marginTop: 12 }}>
        {words.sheet.keep}
      </p>
    </div>
  );
}

/** The sheet's lines, each with its groups and the check symbol at its end. */
function linesOf(text: string): string[][] {
  return text
    .toUpperCase()
    .split("\n")
    .map((line) => line.split("-"));
}

/** Groups of a whole line. */
const groupsPerLine = 4;
const randomBelow = (count: number): number => (crypto.getRandomValues(new Uint8Array(1))[0] as number) % count;

/** One place in three different lines to type, chosen anew each time the sheet is shown. Numbers from 1. */
function pickPlaces(lines: readonly string[][]): { group: number; lines: number[] } {
  const wholeLines = lines.filter((line) => line.length > groupsPerLine).length;
  const picked = new Set<number>();
  while (picked.size < Math.min(3, wholeLines)) picked.add(1 + randomBelow(wholeLines));
  return { group: 1 + randomBelow(groupsPerLine), lines: [...picked].sort((left, right) => left - right) };
}

/** The step. */
export function DeviceSheetStep({
  sheet,
  deviceName,
  onDone,
}: {
  sheet: NewSheet;
  deviceName: string;
  onDone(): void;
}) {
  const lines = useMemo(() => linesOf(sheet.text), [sheet.text]);
  const asked = useMemo(() => pickPlaces(lines), [lines]);
  const [typed, setTyped] = useState<string[]>(["", "", ""]);
  const [hasPrinted, setPrinted] = useState(false);
  const [writes, setWrites] = useState(false);
  const isRight = (at: number): boolean =>
    typed[at]?.trim().toUpperCase() === lines[(asked.lines[at] as number) - 1]?.[asked.group - 1];
  const mayGo = hasPrinted || (writes && asked.lines.every((_, at) => isRight(at)));
  return (
    <Steps
      route={sheet.isJoin ? "join-sheet" : "create-sheet"}
      heading={sheet.isJoin ? words.join.heading(sheet.team) : words.create.heading}
      steps={sheet.isJoin ? words.join.steps : words.create.steps}
      at={sheet.isJoin ? 1 : 2}
      aside={words.sheet.other}
      title={words.sheet.title}
      note={words.sheet.note}
      foot={
        <>
          <span />
          <span className="line">
            <Button kind="quiet" size={32} onClick={onDone}>
              {words.sheet.without}
            </Button>
            <Button kind="main" size={32} disabled={!mayGo} onClick={onDone}>
              {words.sheet.done}
            </Button>
          </span>
        </>
      }
    >
      <div className="sheet-cols">
        <SheetPaper text={sheet.text} team={sheet.team} person={sheet.person} deviceName={deviceName} />
        <div className="stack grow" style={{ gap: 8 }}>
          <SheetChoices
            writes={writes}
            onPrint={() => {
              window.print();
              setPrinted(true);
            }}
            onWrite={() => setWrites(true)}
          />
          {writes && <TypedCheck asked={asked} typed={typed} isRight={isRight} onType={setTyped} />}
          <p className="meta" style={{ marginTop: 6 }}>
            {words.sheet.withoutNote}
          </p>
        </div>
      </div>
    </Steps>
  );
}

type ChoiceProps = { writes: boolean; onPrint(): void; onWrite(): void };

/** Printing, or writing down. */
function SheetChoices({ writes, onPrint, onWrite }: ChoiceProps) {
  return (
    <>
      <button type="button" className="choice" onClick={onPrint}>
        <Printer size={18} strokeWidth={1.75} />
        <span className="grow">
          <span className="choice-name">{words.sheet.print}</span>
          <span className="meta">{words.sheet.printNote}</span>
        </span>
      </button>
      <button type="button" className="choice" aria-pressed={writes} onClick={onWrite}>
        <PencilLine size={18} strokeWidth={1.75} />
        <span className="grow">
          <span className="choice-name">{words.sheet.wrote}</span>
          <span className="meta">{words.sheet.wroteNote}</span>
        </span>
      </button>
    </>
  );
}

type CheckProps = {
  asked: { group: number; lines: number[] };
  typed: string[];
  isRight(at: number): boolean;
  onType(typed: string[]): void;
};

/** Three groups typed from the written sheet. */
function TypedCheck({ asked, typed, isRight, onType }: CheckProps) {
  return (
    <div style={{ marginTop: 10 }}>
      <div className="label">{words.sheet.check(asked.group, asked.lines)}</div>
      <div className="three">
        {asked.lines.map((line, at) => (
          <TextField
            key={line}
            label={words.sheet.group(asked.group, line)}
            hideLabel
            className="mono"
            maxLength={4}
            value={typed[at] ?? ""}
            autoFocus={at === 0}
            aria-invalid={(typed[at]?.length ?? 0) === 4 && !isRight(at)}
            onChange={(event) => onType(typed.map((one, index) => (index === at ? event.target.value : one)))}
          />
        ))}
      </div>
    </div>
  );
}
