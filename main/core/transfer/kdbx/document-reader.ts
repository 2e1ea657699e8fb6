/**
 * Reads the XML of a KDBX file piece by piece into a `KdbxDocument`, deciphering protected values in the order in which
 * they stand: the inner key stream runs through the whole document, so what is skipped is counted too.
 */
import { type Failure, fail, ok, type Result } from "../../../../shared/failures.ts";
import { cutStart, cutText, utf8Bytes } from "../../../../shared/text.ts";
import { type Binaries, type BinaryText, binaryText, type KdbxBinary } from "./binaries.ts";
import { bytesOfBase64 } from "./bytes.ts";
import { type KdbxDocument, noBytes } from "./document.ts";
import {
  addBinary,
  addPluginKey,
  type Building,
  closeAttachment,
  closeEntry,
  closePair,
  openEntry,
  openGroup,
  setEntryText,
  setGroupText,
  setMetaText,
  startBuilding,
} from "./document-builder.ts";
import { kdbxLimits } from "./limits.ts";
import { damagedFailure, limitFailure } from "./refusals.ts";
import type { KeyStream } from "./stream-ciphers.ts";
import { createXmlReader } from "./xml-reader.ts";

export type DocumentReader = { push(text: string): Failure | null; end(): Result<KdbxDocument> };

/** Containers that we know; `leaf` for text that is kept, `content` for attached files, `skip` for everything else. */
type Place =
  | "top"
  | "file"
  | "meta"
  | "binaries"
  | "icons"
  | "root"
  | "group"
  | "entry"
  | "times"
  | "string"
  | "attachment"
  | "history"
  | "auto-type"
  | "plugin"
  | "plugin-item"
  | "leaf"
  | "content"
  | "skip";

type Children = ReadonlyMap<string, Place>;
const children = (containers: Record<string, Place>, leaves: string[] = []): Children =>
  new Map([...Object.entries(containers), ...leaves.map((name): [string, Place] => [name, "leaf"])]);

const places: ReadonlyMap<Place, Children> = new Map([
  ["top", children({ KeePassFile: "file" })],
  ["file", children({ Meta: "meta", Root: "root" })],
  [
    "meta",
    children({ Binaries: "binaries", CustomData: "plugin", CustomIcons: "icons" }, [
      "HeaderHash",
      "RecycleBinUUID",
      "RecycleBinEnabled",
    ]),
  ],
  ["binaries", children({ Binary: "content" })],
  ["root", children({ Group: "group" })],
  ["group", children({ Group: "group", Entry: "entry" }, ["UUID", "Name", "Notes"])],
  [
    "entry",
    children(
      {
        Times: "times",
        String: "string",
        Binary: "attachment",
        History: "history",
        AutoType: "auto-type",
        CustomData: "plugin",
      },
      ["UUID", "Tags", "OverrideURL"],
    ),
  ],
  ["times", children({}, ["CreationTime", "LastModificationTime", "ExpiryTime", "Expires"])],
  ["string", children({}, ["Key", "Value"])],
  ["attachment", children({ Value: "content" }, ["Key"])],
  ["history", children({ Entry: "entry" })],
  ["plugin", children({ Item: "plugin-item" })],
  ["plugin-item", children({}, ["Key"])],
]);

/** Where a long text costs itself alone. */
const isText: ReadonlySet<Place> = new Set(["leaf", "content", "skip"]);

type Reading = {
  building: Building;
  stream: KeyStream | null;
  path: Place[];
  /** Of the innermost element: what is kept of its text; whether it is ciphered, and then how many characters of base64. */
  text: string;
  base64Chars: number;
  ciphered: boolean;
  binaryId: string;
  content: BinaryText | null;
  binaries: Binaries;
  keptChars: number;
};

/** A reader for one document. `stream` is null where the file protects nothing; `pool`: the files of the inner header. */
export function createDocumentReader(
  stream: KeyStream | null,
  { pool, binaries }: { pool: readonly KdbxBinary[]; binaries: Binaries },
): DocumentReader {
  const reading: Reading = {
    building: startBuilding(pool),
    stream,
    path: [],
    text: "",
    base64Chars: 0,
    ciphered: false,
    binaryId: "",
    content: null,
    binaries,
    keptChars: 0,
  };
  const xml = createXmlReader({
    open: (name, attributes) => openElement(reading, name, attributes),
    text: (piece) => takeText(reading, piece),
    close: (name) => closeElement(reading, name),
    longest: () => (isText.has(reading.path.at(-1) as Place) ? kdbxLimits.textChars : kdbxLimits.valueChars),
  });
  return {
    push: (text) => xml.push(text),
    end: () => {
      const failure = xml.end();
      if (failure !== null) return { ok: false, failure };
      const { document } = reading.building;
      return document.groups.length === 0 ? fail("import", { reason: "no-groups" }) : ok(document);
    },
  };
}

function openElement(r: Reading, name: string, attributes: ReadonlyMap<string, string>): Failure | null {
  const parent = r.path.at(-1) ?? "top";
  // An element inside a value would be mixed content; KDBX has none.
  if (parent === "leaf" || parent === "content") return damagedFailure("xml-shape");
  const place = places.get(parent)?.get(name) ?? "skip";
  if (parent === "top" && place !== "file") return damagedFailure("xml-root");
  r.path.push(place);
  const b = r.building;
  if (parent === "icons") b.document.customIcons++;
  const entry = b.entryPath.at(-1);
  if (parent === "auto-type" && name === "Association" && entry !== undefined) entry.autoTypes++;
  if (place === "group") return openGroup(b);
  if (place === "entry") return openEntry(b);
  if (place === "string") b.pair = { key: "", value: { bytes: noBytes, hidden: false } };
  if (place === "attachment") b.attachment = { name: "", file: null };
  if (place === "leaf" || place === "content" || place === "skip") startText(r, attributes);
  return null;
}

function startText(r: Reading, attributes: ReadonlyMap<string, string>): void {
  const flag = (name: string) => attributes.get(name)?.toLowerCase() === "true";
  r.text = "";
  r.base64Chars = 0;
  r.ciphered = flag("Protected");
  r.binaryId = attributes.get("ID") ?? "";
  const reference = attributes.get("Ref");
  // What names a file of the list has no content of its own.
  const isContent = r.path.at(-1) === "content" && reference === undefined;
  r.content = isContent ? binaryText(r.binaries.begin(flag("Compressed")), r.ciphered ? r.stream : null) : null;
  const b = r.building;
  const parent = r.path.at(-2);
  if (parent === "string" && (r.ciphered || flag("ProtectInMemory"))) b.pair.value.hidden = true;
  if (parent === "attachment" && reference !== undefined) b.attachment.file = b.binaries.get(reference) ?? null;
}

function takeText(r: Reading, piece: string): Failure | null {
  r.content?.push(piece);
  r.base64Chars += r.ciphered && r.content === null ? piece.replace(/[\s=]/g, "").length : 0;
  if (r.path.at(-1) !== "leaf") return null;
  const kept = piece.slice(0, kdbxLimits.valueChars - r.text.length);
  r.text += kept;
  r.keptChars += kept.length;
  return r.keptChars > kdbxLimits.keptChars ? limitFailure("text", r.keptChars) : null;
}

function closeElement(r: Reading, name: string): Failure | null {
  const place = r.path.pop();
  const b = r.building;
  if (place === "leaf") return closeLeaf(r, name);
  if (place === "content") return closeContent(r);
  if (place === "skip") return closePassedBy(r);
  if (place === "entry") return closeEntry(b);
  if (place === "string") return closePair(b);
  if (place === "attachment") return closeAttachment(b);
  if (place === "group") b.groupPath.pop();
  return null;
}

/** What was passed by still moves the key stream. */
function closePassedBy(r: Reading): null {
  if (r.ciphered) r.stream?.skip(Math.floor((r.base64Chars * 3) / 4));
  r.ciphered = false;
  r.base64Chars = 0;
  return null;
}

/** An attached file in the XML's own list, or in its entry where that names none of the list. */
function closeContent(r: Reading): Failure | null {
  if (r.content === null) return closePassedBy(r);
  const binary = r.content.end();
  r.content = null;
  r.ciphered = false;
  const b = r.building;
  if (r.path.at(-1) === "attachment") b.attachment.file ??= binary;
  return r.path.at(-1) === "binaries" && r.binaryId !== "" ? addBinary(b, r.binaryId, binary) : null;
}

/** The bytes of what is kept of a text; null for ciphered ones that are no base64. The key stream moves by all of it. */
function leafBytes(r: Reading): Uint8Array | null {
  const isCut = r.text.length >= kdbxLimits.valueChars;
  if (!r.ciphered || r.stream === null) return utf8Bytes(isCut ? cutText(r.text, r.text.length) : r.text);
  const signs = isCut ? r.text.replace(/\s/g, "") : r.text;
  const bytes = bytesOfBase64(isCut ? signs.slice(0, signs.length & ~3) : signs);
  if (bytes === null) return null;
  r.stream.apply(bytes);
  r.stream.skip(Math.floor((r.base64Chars * 3) / 4) - bytes.length);
  return isCut ? bytes.slice(0, wholeCharacters(bytes)) : bytes;
}

/** The length of UTF-8 text without the beginning of a character at its end. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return start + length > bytes.length ? start : bytes.length;
}

function closeLeaf(r: Reading, name: string): Failure | null {
  const bytes = leafBytes(r);
  if (bytes === null) return damagedFailure("protected-value");
  r.ciphered = false;
  r.base64Chars = 0;
  const b = r.building;
  const parent = r.path.at(-1);
  if (parent === "string" && name === "Value") {
    b.pair.value.bytes = bytes.length === 0 ? noBytes : bytes;
    return null;
  }
  const text = new TextDecoder().decode(bytes);
  if (parent === "meta") return setMetaText(b, name, text);
  if (parent === "group") return setGroupText(b, name, text);
  if (parent === "entry" || parent === "times") return setEntryText(b, name, text);
  const cut = cutText(text, kdbxLimits.nameChars);
  if (parent === "string") b.pair.key = cut;
  if (parent === "attachment") b.attachment.name = cutStart(text, kdbxLimits.nameChars);
  if (parent === "plugin-item") return addPluginKey(b, cut);
  return null;
}
