/** Serves the built page under `app://latchkey/` from a fixed table, with the same policy as the browser host. */
import { randomBytes } from "node:crypto";
import { protocol, type Session } from "electron";
import { type PageFile, readPageFiles } from "../page-files.ts";
import { fixedHeaders, noncePlaceholder, pagePolicy } from "../page-policy.ts";
import { isOwnAddress, pageScheme } from "./hardening.ts";

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: false, codeCache: false } },
  ]);
}

/** Answers the page's requests on `session` from the files below `folder`. */
export function servePage(session: Session, folder: string): void {
  const files = readPageFiles(folder);
  session.protocol.handle(pageScheme, (request) => answerPage(files, request.url, request.method));
}

/** One answer; exported for tests, which need no runtime. */
export function answerPage(files: Map<string, PageFile>, address: string, method: string): Response {
  if (method !== "GET" || !isOwnAddress(address)) return new Response(null, { status: 403 });
  const asked = new URL(address).pathname;
  const path = asked === "/" ? "/index.html" : asked;
  const file = files.get(path);
  if (file === undefined) return new Response(null, { status: 404 });
  const headers: Record<string, string> = { ...fixedHeaders, "content-type": file.type };
  if (path !== "/index.html") return new Response(new Uint8Array(file.bytes), { headers });
  const nonce = randomBytes(16).toString("base64");
  headers["content-security-policy"] = pagePolicy(nonce, "'none'");
  return new Response(file.bytes.toString("utf8").replaceAll(noncePlaceholder, nonce), { headers });
}
