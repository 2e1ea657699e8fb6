/** The sheet with what can be done about it: print it, or write it down and type three groups from one's own copy. */
import { Check, PencilLine, Printer } from "lucide-react";
import { type Ref, useEffect, useMemo, useRef, useState } from "react";
import type { SheetKept } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Button } from "../ui/controls.tsx";
import { TextField } from "../ui/inputs.tsx";
import { type Asked, asPrinted, groupChars, linesOf, pickGroups } from "./sheet-groups.ts";
import { type Paper, SheetPaper } from "./sheet-paper.tsx";

/** `onKept` is told once it is on paper. */
export function SheetDesk({ paper, onKept }: { paper: Paper; onKept(how: SheetKept["how"]): void }) {
  const asked = useMemo(() => pickGroups(linesOf(paper.text)), [paper.text]);
  const [typed, setTyped] = useState<string[]>(asked.map(() => ""));
  const [printed, setPrinted] = useState<Printed>("no");
  const [writes, setWrites] = useState(false);
  const [isCovered, setCovered] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  const type = (next: string[]): void => {
    setTyped(next);
    if (asked.every(({ right }, at) => next[at] === right)) onKept("written");
  };
  const print = (): void => {
    setCovered(false);
    setWrites(false);
    // Once the sheet itself is drawn again: what is covered would be printed covered.
    requestAnimationFrame(() => {
      window.print();
      // A page is not told whether its person printed or went back: they are asked.
      setPrinted("asked");
    });
  };
  return (
    <div className="sheet-cols">
      <SheetPaper paper={paper} isCovered={isCovered} />
      <div className="stack grow" style={{ gap: 8 }}>
        <PrintChoice ref={first} hasPrinted={printed === "yes"} onPrint={print} />
        {printed === "asked" && (
          <OnPaper
            onAnswer={(isThere) => {
              setPrinted(isThere ? "yes" : "no");
              if (isThere) onKept("printed");
              else first.current?.focus();
            }}
          />
        )}
        <WriteChoice
          isChosen={writes}
          onWrite={() => {
            setWrites(true);
            setCovered(true);
          }}
        />
        {writes && (
          <GroupCheck
            asked={asked}
            typed={typed}
            isCovered={isCovered}
            onType={type}
            onLook={() => setCovered(!isCovered)}
          />
        )}
      </div>
    </div>
  );
}

/** Whether it is on paper; asked once the print window is closed. */
type Printed = "no" | "asked" | "yes";

function OnPaper({ onAnswer }: { onAnswer(isThere: boolean): void }) {
  return (
    <fieldset className="on-paper">
      <legend className="label">{words.sheet.onPaper}</legend>
      <Button kind="main" autoFocus onClick={() => onAnswer(true)}>
        {words.sheet.onPaperYes}
      </Button>
      <Button onClick={() => onAnswer(false)}>{words.sheet.onPaperNo}</Button>
    </fieldset>
  );
}

type PrintProps = { ref: Ref<HTMLButtonElement>; hasPrinted: boolean; onPrint(): void };

/** The first way; says when it was gone. */
function PrintChoice({ ref, hasPrinted, onPrint }: PrintProps) {
  return (
    <button type="button" className="choice" ref={ref} onClick={onPrint}>
      <Printer size={18} strokeWidth={1.75} />
      <span className="grow">
        <span className="choice-name">{words.sheet.print}</span>
        <span className="meta">{hasPrinted ? words.sheet.printed : words.sheet.printNote}</span>
      </span>
      {hasPrinted && <Check size={16} className="ok" aria-hidden="true" />}
    </button>
  );
}

function WriteChoice({ isChosen, onWrite }: { isChosen: boolean; onWrite(): void }) {
  return (
    <button type="button" className="choice" aria-pressed={isChosen} onClick={onWrite}>
      <PencilLine size={18} strokeWidth={1.75} />
      <span className="grow">
        <span className="choice-name">{words.sheet.wrote}</span>
        <span className="meta">{words.sheet.wroteNote}</span>
      </span>
    </button>
  );
}

type CheckProps = {
  asked: readonly Asked[];
  typed: readonly string[];
  isCovered: boolean;
  onType(typed: string[]): void;
  onLook(): void;
};

/** A box for each group. What is right stays; only what differs is typed again, after another look at the sheet if need be. */
function GroupCheck({ asked, typed, isCovered, onType, onLook }: CheckProps) {
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const isRight = (at: number): boolean => typed[at] === asked[at]?.right;
  const wrong = asked.findIndex((_, at) => typed[at]?.length === groupChars && !isRight(at));
  const take = (at: number, text: string): void => {
    const next = typed.map((one, index) => (index === at ? asPrinted(text) : one));
    onType(next);
    if (next[at] !== asked[at]?.right) return;
    const open = asked.findIndex(({ right }, other) => next[other] !== right);
    boxes.current[open]?.focus();
  };
  const isDone = asked.every((_, at) => isRight(at));
  return (
    <div style={{ marginTop: 10 }}>
      <div className="label">
        {words.sheet.check(
          asked[0]?.group ?? 1,
          asked.map(({ line }) => line),
        )}
      </div>
      <div className="three">
        {asked.map(({ line, group }, at) => (
          <TextField
            key={line}
            ref={(box) => {
              boxes.current[at] = box;
            }}
            label={words.sheet.group(group, line)}
            hideLabel
            className="mono group-box"
            placeholder={words.sheet.lineHint(line)}
            value={typed[at] ?? ""}
            readOnly={isRight(at) || !isCovered}
            autoFocus={at === 0}
            aria-invalid={at === wrong}
            acts={isRight(at) ? <Check size={14} className="tick" aria-label={words.sheet.right} /> : undefined}
            onChange={(event) => take(at, event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Backspace" && typed[at] === "") boxes.current[at - 1]?.focus();
            }}
            onFocus={(event) => event.target.select()}
          />
        ))}
      </div>
      <div className="line check-foot">
        <p className={`meta grow ${wrong < 0 ? "" : "bad"}`} role="status">
          {isDone ? words.sheet.allRight : wrong < 0 ? "" : words.sheet.differs(asked[wrong]?.line ?? 0)}
        </p>
        {!isDone && (
          <Button kind="quiet" onClick={onLook}>
            {isCovered ? words.sheet.look : words.sheet.cover}
          </Button>
        )}
      </div>
    </div>
  );
}
