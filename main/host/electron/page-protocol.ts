/** Serves the built page under `app://latchkey/`. */
import { protocol, type Session } from "electron";
import { readPageFiles } from "../page-files.ts";
import { pageScheme } from "./hardening.ts";
import { answerPage } from "./page-answer.ts";

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: false, codeCache: false } },
  ]);
}

/** Answers the page's requests on `session` from the files below `folder`. */
export function servePage(session: Session, folder: string, appearance: () => "system" | "light" | "dark"): void {
  const files = readPageFiles(folder);
  session.protocol.handle(pageScheme, (request) => answerPage({ files, appearance }, request.url, request.method));
}
