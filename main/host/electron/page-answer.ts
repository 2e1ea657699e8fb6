/** What the page's own scheme answers: a fixed table, the strict policy, nothing else. Needs no Electron, so it is tested. */
import { randomBytes } from "node:crypto";
import type { PageFile } from "../page-files.ts";
import { fixedHeaders, indexPage, isDocument, pagePolicy } from "../page-policy.ts";
import { isOwnAddress } from "./hardening.ts";

/** One answer. */
export function answerPage(
  { files, appearance }: { files: Map<string, PageFile>; appearance(): "system" | "light" | "dark" },
  address: string,
  method: string,
): Response {
  if (method !== "GET" || !isOwnAddress(address)) return new Response(null, { status: 403 });
  const asked = new URL(address).pathname;
  const path = asked === "/" ? "/index.html" : asked;
  const file = files.get(path);
  if (file === undefined) return new Response(null, { status: 404 });
  const headers: Record<string, string> = { ...fixedHeaders, "content-type": file.type };
  if (!isDocument(path)) return new Response(new Uint8Array(file.bytes), { headers });
  const nonce = randomBytes(16).toString("base64");
  headers["content-security-policy"] = pagePolicy(nonce, "'none'");
  return new Response(indexPage(file.bytes, { nonce, appearance: appearance() }), { headers });
}
