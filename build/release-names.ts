/** How the installers are named (`artifactName` in `electron-builder.yml`), and what their names say. */
import type { ReleaseFile } from "../shared/protocol/release/statement.ts";

/** The signed release beside the files, as the app asks for it (`main/host/updates/feed.ts`). */
export { releaseName } from "../main/host/updates/feed.ts";

/** electron-builder's words for systems and processors. */
const systems = new Map<string, ReleaseFile["system"]>([
  ["linux", "linux"],
  ["win", "win32"],
  ["mac", "darwin"],
]);
const processors = new Map<string, ReleaseFile["processor"]>([
  ["x64", "x64"],
  ["x86_64", "x64"],
  ["amd64", "x64"],
  ["arm64", "arm64"],
  ["aarch64", "arm64"],
  ["universal", "universal"],
]);

/** Where a file of this version runs, by its name; null for what is no installer of it. */
export function releaseFile(name: string, version: string): Pick<ReleaseFile, "system" | "processor"> | null {
  const [, of, word, processorWord] =
    /^Latchkey-([\d.]+)-([a-z]+)-([a-z\d_]+)\.(?:AppImage|deb|rpm|exe|zip|dmg)$/.exec(name) ?? [];
  const system = systems.get(word ?? "");
  const processor = processors.get(processorWord ?? "");
  return of !== version || system === undefined || processor === undefined ? null : { system, processor };
}
