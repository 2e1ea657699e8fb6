/**
 * Imported first. The page's policy lets no string become markup: the one Trusted Types policy takes text without `<`
 * (style sheets that libraries write) and nothing else. The style nonce of this answer is handed to the libraries.
 */
import { setNonce } from "get-nonce";

type TrustedTypes = { createPolicy(name: string, rules: Record<string, (text: string) => string>): unknown };

const refuse = (): never => {
  throw new TypeError("markup is not taken as text");
};

const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy("default", {
  createHTML: (text) => (text.includes("<") ? refuse() : text),
  createScript: refuse,
  createScriptURL: refuse,
});

/** The nonce that this page's style elements carry. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
setNonce(styleNonce);
