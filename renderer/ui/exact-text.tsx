/**
 * An exact text (a username, an address, a value): a line ends after a space, `@`, `.`, `-` and `/`, elsewhere only in a piece that is
 * longer than the whole line.
 */
import type { ReactNode } from "react";

/** The pieces between which a line may end, and the ends of lines that the text has itself; together they are the text. */
export function piecesOf(text: string): string[] {
  return text
    .split(/(?<=[@.\-/])(?![@.\-/\s\p{M}]|$)|(?<=\s)(?!\s|$)|(?<=\n)(?!$)|(?=\n)/u)
    .filter((piece) => piece !== "");
}

/** Each piece drawn by `children`. The browser ends lines where it likes, after `?` and `}` too, but in no piece that fits. */
export function Pieces({ text, children }: { text: string; children(piece: string): ReactNode }) {
  return piecesOf(text).map((piece, at) =>
    piece === "\n" ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have only their place
      <span key={at} className="piece">
        {children(piece)}
      </span>
    ),
  );
}

/** Shows it; what is copied from it is the text. */
export function ExactText({ text }: { text: string }) {
  return <Pieces text={text}>{(piece) => piece}</Pieces>;
}
