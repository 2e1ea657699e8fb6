/** An exact text (a username, an address, a value): it wraps after `@`, `.`, `-` and `/`, elsewhere only where nothing else fits. */
import { Fragment } from "react";

/** The pieces between which a line may end; together they are the text. */
export function piecesOf(text: string): string[] {
  return text.split(/(?<=[@.\-/])(?![@.\-/]|$)/);
}

/** Shows it; what is copied from it is the text. */
export function ExactText({ text }: { text: string }) {
  return piecesOf(text).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have only their place
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
