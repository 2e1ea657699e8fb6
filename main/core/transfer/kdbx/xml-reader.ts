/**
 * The XML inside KDBX files and key files, read as a stream by saxes, inside bounds of ours. Documents may be hostile: a
 * document type is refused (no entities of its own, nothing external), depth, attributes and lengths are bounded, and
 * attributes lie in a Map.
 */
import { SaxesParser } from "saxes";
import type { Failure } from "../../../../shared/failures.ts";
import { kdbxLimits } from "./limits.ts";
import { damagedFailure, limitFailure } from "./refusals.ts";

/** What the reader tells. A failure answered stops the reading. */
export type XmlListener = {
  open(name: string, attributes: ReadonlyMap<string, string>): Failure | null;
  /** Text of the element that is open, perhaps in several pieces. */
  text(piece: string): Failure | null;
  close(name: string): Failure | null;
  /** How many characters the element that is open may hold, where it is more than a value. */
  longest?(): number;
};

/** Both answer `null` while all is well; after a failure they answer it again. */
export type XmlReader = { push(text: string): Failure | null; end(): Failure | null };

const pieceChars = 64 * 1024;

/**
 * Where a reading stands. `heldChars`: characters since the parser last told anything, so no less than what it holds of a
 * tag, text or comment that goes on.
 */
type Reading = {
  failure: Failure | null;
  wasEnded: boolean;
  depth: number;
  elements: number;
  heldChars: number;
  /** A reference in the text that is being read names no character of XML; the parser leaves it as it is written. */
  hasBadReference: boolean;
};

/** A reader that takes the document in pieces cut anywhere. */
export function createXmlReader(listener: XmlListener): XmlReader {
  const parser = new SaxesParser({ position: false });
  const reading: Reading = {
    failure: null,
    wasEnded: false,
    depth: 0,
    elements: 0,
    heldChars: 0,
    hasBadReference: false,
  };
  listen(parser, reading, listener);
  const turn = (act: () => unknown): Failure | null => {
    if (reading.failure !== null) return reading.failure;
    try {
      act();
    } catch (error) {
      if (error !== reading.failure) throw error;
    }
    return reading.failure;
  };
  return {
    push: (text) =>
      turn(() => {
        for (let at = 0; at < text.length; at += pieceChars) {
          reading.heldChars += Math.min(pieceChars, text.length - at);
          parser.write(text.slice(at, at + pieceChars).replace(forbidden, unreadable));
          if (reading.heldChars > (listener.longest?.() ?? kdbxLimits.valueChars) + pieceChars)
            stop(reading, limitFailure("value", reading.heldChars));
        }
      }),
    end: () =>
      turn(() => {
        reading.wasEnded = true;
        parser.close();
      }),
  };
}

/** Characters that XML forbids, and what stands in their place: they cost themselves and not the file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const unreadable = "\ufffd";
const reference = /&#[^;]*;/g;

/** The parser goes on after its own errors and has no way to be stopped: an exception ends its turn. */
function stop(reading: Reading, failure: Failure): never {
  reading.failure ??= failure;
  throw reading.failure;
}

function listen(parser: SaxesParser, reading: Reading, listener: XmlListener): void {
  let attributes = new Map<string, string>();
  const told = (answer: Failure | null): void => {
    reading.heldChars = 0;
    if (answer !== null) stop(reading, answer);
  };
  const count = (): void => {
    reading.elements++;
    if (reading.elements > kdbxLimits.xmlElements) stop(reading, limitFailure("xml-elements", reading.elements));
  };
  parser.on("error", ({ message }) => {
    // Its one error about a reference that names no character begins so.
    if (!(message.startsWith("malformed") && message.includes("entity")))
      stop(reading, damagedFailure(reasonOf(message, reading.wasEnded)));
    reading.hasBadReference = true;
  });
  const mended = (text: string): string => {
    if (!reading.hasBadReference) return text;
    reading.hasBadReference = false;
    return text.replace(reference, unreadable);
  };
  parser.on("doctype", () => stop(reading, damagedFailure("xml-doctype")));
  parser.on("opentagstart", () => {
    attributes = new Map();
    if (reading.depth >= kdbxLimits.xmlDepth) stop(reading, limitFailure("xml-depth", reading.depth));
    reading.depth++;
    count();
  });
  parser.on("attribute", ({ name, value }) => {
    attributes.set(name, value);
    count();
    told(attributes.size > kdbxLimits.attributesPerElement ? damagedFailure("xml") : null);
  });
  parser.on("opentag", ({ name }) => told(listener.open(name, attributes)));
  parser.on("closetag", ({ name }) => {
    reading.depth--;
    told(listener.close(name));
  });
  parser.on("text", (text) => told(reading.depth === 0 ? null : listener.text(mended(text))));
  parser.on("cdata", (text) => told(listener.text(text)));
  parser.on("comment", () => told(null));
  parser.on("processinginstruction", () => told(null));
}

/** The library names its errors in sentences only; which of ours it is is told by two words of them. */
function reasonOf(message: string, wasEnded: boolean): string {
  if (wasEnded) return "xml-cut-off";
  return message.includes("entity") ? "xml-entity" : "xml";
}
