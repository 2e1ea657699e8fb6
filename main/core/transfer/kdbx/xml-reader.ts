/**
 * A small streaming reader for the XML inside KDBX files and key files: elements, attributes, text, CDATA, comments.
 * Documents may be hostile: a document type is refused (no entities of its own, nothing external), depth and lengths
 * are bounded, nothing is held beyond one tag, and attributes lie in a Map.
 */
import { type Failure, fail } from "../../../../shared/failures.ts";
import { kdbxLimits } from "./limits.ts";

/** What the reader tells. A failure answered stops the reading. */
export type XmlListener = {
  open(name: string, attributes: ReadonlyMap<string, string>): Failure | null;
  /** Text of the element that is open, perhaps in several pieces. */
  text(piece: string): Failure | null;
  close(name: string): Failure | null;
};

/** Both answer `null` while all is well; after a failure they answer it again. */
export type XmlReader = { push(text: string): Failure | null; end(): Failure | null };

const markupChars = 64 * 1024;
const namePattern = /^[A-Za-z_][\w.:-]*$/;
const attributePattern = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const entityPattern = /&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);|&/g;
const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const damaged = (reason: string): Failure => fail("import", { reason }).failure;

/** A reader that takes the document in pieces cut anywhere. */
export function createXmlReader(listener: XmlListener): XmlReader {
  let held = "";
  let failure: Failure | null = null;
  let ended = false;
  const open: string[] = [];

  const tellText = (raw: string): Failure | null => {
    if (raw === "") return null;
    if (open.length === 0) return raw.trim() === "" ? null : damaged("xml");
    const text = decodeText(raw);
    if (text === null) return damaged("xml-entity");
    return listener.text(text);
  };

  const startTag = (tag: string): Failure | null => {
    const empty = tag.endsWith("/");
    const parsed = parseTag(empty ? tag.slice(0, -1) : tag);
    if (parsed === null || (open.length === 0 && ended)) return damaged("xml");
    if (open.length >= kdbxLimits.xmlDepth) return fail("limit", { field: "xml-depth", number: open.length }).failure;
    open.push(parsed.name);
    const stopped = listener.open(parsed.name, parsed.attributes);
    return stopped ?? (empty ? endTag(parsed.name) : null);
  };

  const endTag = (name: string): Failure | null => {
    if (open.pop() !== name) return damaged("xml");
    if (open.length === 0) ended = true;
    return listener.close(name);
  };

  /** Handles one piece of markup at the start of `held`; "more" while it is not whole yet. */
  const markup = (): Failure | "more" | null => {
    if (held.startsWith("<!--")) return skipTo("-->", 4);
    if (held.startsWith("<?")) return skipTo("?>", 2);
    if (held.startsWith("<![CDATA[")) {
      const end = held.indexOf("]]>", 9);
      if (end < 0) return held.length > kdbxLimits.valueChars ? damaged("xml") : "more";
      if (open.length === 0) return damaged("xml");
      const text = held.slice(9, end);
      held = held.slice(end + 3);
      return listener.text(text);
    }
    if (held.length < 9 && "<![CDATA[".startsWith(held)) return "more";
    if (held.length < 4 && "<!--".startsWith(held)) return "more";
    if (held.startsWith("<!")) return damaged("xml-doctype");
    const end = tagEnd(held);
    if (end < 0) return held.length > markupChars ? damaged("xml") : "more";
    const tag = held.slice(1, end);
    held = held.slice(end + 1);
    return tag.startsWith("/") ? endTag(tag.slice(1).trim()) : startTag(tag);
  };

  const skipTo = (mark: string, from: number): "more" | Failure | null => {
    const end = held.indexOf(mark, from);
    if (end < 0) return held.length > markupChars ? damaged("xml") : "more";
    held = held.slice(end + mark.length);
    return null;
  };

  const run = (): Failure | null => {
    for (;;) {
      if (held === "") return null;
      const tag = held.indexOf("<");
      if (tag !== 0) {
        const text = tag < 0 ? wholeText(held) : held.slice(0, tag);
        const stopped = tellText(text);
        if (stopped !== null) return stopped;
        held = held.slice(text.length);
        if (tag < 0) return null;
      }
      const step = markup();
      if (step === "more") return null;
      if (step !== null) return step;
    }
  };

  return {
    push: (text) => {
      if (failure === null) {
        held += text;
        failure = run();
      }
      return failure;
    },
    end: () => {
      if (failure === null && (!ended || open.length > 0 || held.trim() !== "")) failure = damaged("xml-cut-off");
      return failure;
    },
  };
}

/** The part of a text that is certain now: without a reference or a line break that may go on in the next piece. */
function wholeText(held: string): string {
  const reference = held.lastIndexOf("&");
  const cut =
    reference >= 0 && held.length - reference < 12 && !held.includes(";", reference) ? reference : held.length;
  return held.endsWith("\r") ? held.slice(0, Math.min(cut, held.length - 1)) : held.slice(0, cut);
}

/** Line ends as one `\n`, references replaced; `null` for a reference that is not one of XML's own. */
function decodeText(raw: string): string | null {
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  if (!text.includes("&")) return text;
  let sound = true;
  const decoded = text.replace(entityPattern, (_, reference: string | undefined) => {
    const character = reference === undefined ? null : characterOf(reference);
    if (character === null) sound = false;
    return character ?? "";
  });
  return sound ? decoded : null;
}

function characterOf(reference: string): string | null {
  if (!reference.startsWith("#")) return named[reference] ?? null;
  const hex = reference.startsWith("#x");
  const code = Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10);
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : null;
}

/** Index of the `>` that ends the tag at the start of `held`, quotes respected; -1 while it is not there. */
function tagEnd(held: string): number {
  let quote = "";
  for (let index = 1; index < held.length; index++) {
    const character = held[index] as string;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return index;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

function parseTag(tag: string): { name: string; attributes: ReadonlyMap<string, string> } | null {
  const nameEnd = tag.search(/\s|$/);
  const name = tag.slice(0, nameEnd);
  if (!namePattern.test(name)) return null;
  const attributes = new Map<string, string>();
  let at = nameEnd;
  while (at < tag.trimEnd().length) {
    attributePattern.lastIndex = at;
    const match = attributePattern.exec(tag);
    const value = match === null ? null : decodeText(match[2] ?? match[3] ?? "");
    if (match?.[1] === undefined || value === null || attributes.has(match[1])) return null;
    if (attributes.size >= kdbxLimits.attributesPerElement) return null;
    attributes.set(match[1], value);
    at = attributePattern.lastIndex;
  }
  return { name, attributes };
}
