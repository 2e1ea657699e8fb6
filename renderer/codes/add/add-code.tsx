/** Adding a code: six ways at the left, what was read at the right; pasting and dropping work in all of them. */
import { ClipboardPaste, FileUp, Image, Keyboard, type LucideIcon, Scan, Smartphone } from "lucide-react";
import { type ClipboardEvent, type DragEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { CodePlace, CodeReading, FoundCode } from "../../../shared/contract/codes.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import { isInDesktopApp, useAnswer } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FieldError, HiddenField } from "../../ui/inputs.tsx";
import { isWritable } from "../../vaults/is-writable.ts";
import { CompareCode, useComparing } from "./compare-code.tsx";
import { FoundCodes, Parts } from "./found-codes.tsx";
import { type Chosen, firstChoice, likeliest, takeAll } from "./taking.ts";
import { type SealedFile, useReading } from "./use-reading.ts";

type Way = keyof typeof words.codes.adding.ways;
const icons: Record<Way, LucideIcon> = {
  paste: ClipboardPaste,
  file: Image,
  screen: Scan,
  type: Keyboard,
  phone: Smartphone,
  export: FileUp,
};
/** The desktop app gives no page a picture of the screen. */
const ways = (Object.keys(icons) as Way[]).filter((way) => way !== "screen" || !isInDesktopApp());
const isTyped = (way: Way): way is "paste" | "type" => way === "paste" || way === "type";

/** Everything that the dialog holds. */
function useAdding(into: CodePlace | undefined, onClose: () => void) {
  const [way, setWay] = useState<Way>("paste");
  const [typed, setTyped] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [isTaking, setTaking] = useState(false);
  const reading = useReading();
  const vaults = (useAnswer("vault.list", {}).value ?? []).filter(isWritable);
  const found = meantFor(into, reading.reading?.found ?? []);
  const choiceOf = (at: number): string | null => {
    const one = found[at];
    if (one === undefined || chosen.has(at)) return chosen.get(at) ?? null;
    // One alone is compared: its dialog says beside the choice what has a code already.
    return found.length === 1 ? likeliest(one, vaults) : firstChoice(one, vaults);
  };
  const choose = (at: number, to: string | null): void => setChosen(new Map(chosen).set(at, to));
  const wanted = found.filter(
    ({ at, refused, takenAs }) => refused === null && takenAs === null && choiceOf(at) !== null,
  );
  const take = async (code?: string): Promise<void> => {
    const of = reading.reading?.reading;
    if (of === undefined) return;
    setTaking(true);
    const { taken, failure } = await takeAll(of, wanted, choiceOf, code);
    setTaking(false);
    if (taken > 0) tell(words.codes.adding.taken(taken));
    if (failure !== null) return tellFailure(failure);
    onClose();
  };
  const unseal = async (): Promise<void> => {
    await reading.unseal(passphrase);
    setPassphrase("");
  };
  return {
    ...reading,
    ...{ way, setWay, typed, setTyped, passphrase, setPassphrase, unseal },
    ...{ vaults, found, choiceOf, choose, wanted, take, isTaking },
  };
}

type Adding = ReturnType<typeof useAdding>;

/** One code alone goes to the login that the dialog was opened from, unless something else is chosen. */
function meantFor(into: CodePlace | undefined, found: readonly FoundCode[]): readonly FoundCode[] {
  if (into === undefined || found.length !== 1) return found;
  return found.map((one) => ({
    ...one,
    places: [into, ...one.places.filter(({ item }) => item !== into.item)],
    isProposed: true,
  }));
}

/** One seed alone is compared with the other app; several are listed. */
const isOne = ({ found, exports }: CodeReading): boolean => found.length === 1 && exports.length === 0;

type AddProps = { into?: CodePlace; dropped?: readonly File[]; onClose(): void };

/** The dialog; it begins with what was dropped on the screen. `into`: the login that it was opened from. */
export function AddCode({ into, dropped = [], onClose }: AddProps) {
  const adding = useAdding(into, onClose);
  const begin = useRef(() => adding.readFiles(dropped));
  useEffect(() => void begin.current(), []);
  const { reading, found, failure, isBusy } = adding;
  const files = useRef<HTMLInputElement>(null);
  const single = reading !== null && isOne(reading) && found[0]?.refused === null ? found[0] : null;
  const comparing = useComparing(reading?.reading ?? null, single);
  const { done, canDo, act } = actOf(adding, {
    single: single !== null,
    comparing,
    files: () => files.current?.click(),
  });
  const pasted = (event: ClipboardEvent): void => {
    const pictures = [...event.clipboardData.files];
    if (pictures.length === 0) return;
    event.preventDefault();
    void adding.readFiles(pictures);
  };
  const takeDropped = (event: DragEvent): void => {
    event.preventDefault();
    void adding.readFiles([...event.dataTransfer.files]);
  };
  const name = single === null ? null : (single.issuer ?? single.account);
  return (
    <Dialog
      name="code-add"
      isWide
      title={name === null ? words.codes.adding.title : words.codes.adding.titleTo(name)}
      note={words.codes.adding.note}
      onClose={onClose}
      onDone={act}
      done={isBusy ? words.codes.adding.reading : done}
      canDo={canDo}
      isBusy={isBusy || adding.isTaking}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pasting and dropping are further ways; the buttons inside are the first */}
      <div className="code-ways" onPaste={pasted} onDragOver={(event) => event.preventDefault()} onDrop={takeDropped}>
        <Ways {...adding} />
        <div className="code-read">
          {adding.sealed !== null ? (
            <Sealed {...adding} sealed={adding.sealed} />
          ) : reading === null || reading.exports.some(({ size, read }) => read.length < size) ? (
            <How {...adding} />
          ) : null}
          {failure !== null && (
            <FieldError>{failure.code === "cancelled" ? words.codes.adding.noScreen : sentence(failure)}</FieldError>
          )}
          {reading !== null && <Parts exports={reading.exports} />}
          {single !== null && <CompareCode {...adding} found={single} comparing={comparing} />}
          {single === null && found.length > 0 && <FoundCodes {...adding} />}
        </div>
      </div>
      <PickFiles ref={files} onFiles={(chosen) => void adding.readFiles(chosen)} />
    </Dialog>
  );
}

function PickFiles({ ref, onFiles }: { ref: RefObject<HTMLInputElement | null>; onFiles(files: File[]): void }) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      aria-label={words.codes.adding.act.file}
      data-testid="code-file"
      onChange={(event) => {
        onFiles([...(event.target.files ?? [])]);
        event.target.value = "";
      }}
    />
  );
}

type Act = { done: string; canDo: boolean; act(): void };
type ActParts = { single: boolean; comparing: ReturnType<typeof useComparing>; files(): void };

/** What the one filled button does now. */
function actOf(adding: Adding, { single, comparing, files }: ActParts): Act {
  const { way, typed, wanted, sealed, passphrase, read, readScreen, take, unseal } = adding;
  const { confirm, without, take: takeWords, act: acts, open } = words.codes.adding;
  if (sealed !== null) return { done: open, canDo: passphrase !== "", act: () => void unseal() };
  if (single)
    return {
      done: comparing.isWithout ? without : confirm,
      canDo: wanted.length > 0 && (comparing.isWithout || comparing.isSame === true),
      act: () => void take(comparing.isWithout ? undefined : comparing.typed),
    };
  if (wanted.length > 0) return { done: takeWords(wanted.length), canDo: true, act: () => void take() };
  if (isTyped(way)) return { done: acts[way], canDo: typed.trim() !== "", act: () => void read({ text: typed }) };
  return { done: acts[way], canDo: true, act: way === "screen" ? () => void readScreen() : files };
}

function Ways({ way, setWay }: Adding) {
  return (
    <div>
      {ways.map((name) => {
        const Icon = icons[name];
        const said = words.codes.adding.ways[name];
        return (
          <button
            key={name}
            type="button"
            className="code-way"
            aria-pressed={name === way}
            aria-label={said.name}
            onClick={() => setWay(name)}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
            <span>
              <span className="row-title">{said.name}</span>
              <span className="meta" style={{ display: "block" }}>
                {said.note}
              </span>
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** An encrypted export: its passphrase, asked for by itself. */
function Sealed({ sealed, passphrase, setPassphrase }: Adding & { sealed: SealedFile }) {
  const said = words.codes.adding;
  return (
    <>
      <p className="t2">{said.sealed(sealed.name)}</p>
      <HiddenField
        label={said.passphrase}
        autoFocus
        maxLength={1000}
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
      />
    </>
  );
}

function How({ way, typed, setTyped, reading }: Adding) {
  const said = words.codes.adding;
  if (reading !== null) return <p className="t2">{said.nextPart}</p>;
  return (
    <>
      <p className="t2">{said.how[way]}</p>
      {isTyped(way) && (
        <HiddenField
          key={way}
          label={way === "paste" ? said.link : said.secret}
          autoFocus
          maxLength={64 * 1024}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </>
  );
}
