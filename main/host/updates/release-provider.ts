/**
 * What electron-updater is told about a release: only what a release key signed. No list of the feed's own is read, no other
 * file asked for, and nothing is sent by which one computer could be told from another.
 */
import { type AppUpdater, Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from "electron-updater";
import type { ProviderRuntimeOptions } from "electron-updater/out/providers/Provider.js";
import type { ReleaseFile, SignedRelease } from "../../../shared/protocol/release/statement.ts";
import { fileAddress } from "./feed.ts";

type Options = Parameters<AppUpdater["setFeedURL"]>[0];

/** The files of a release that can run here; `universal` on Apple's systems holds both processors. */
export function filesFor({ files }: SignedRelease, system: string, processor: string): ReleaseFile[] {
  return files.filter((file) => file.system === system && [processor, "universal"].includes(file.processor));
}

/** A feed that knows this one release, for `setFeedURL`. */
export function releaseFeed(release: SignedRelease, files: readonly ReleaseFile[], feed: string): Options {
  class OneRelease extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super({ ...runtime, isUseMultipleRangeRequest: false });
    }
    override get fileExtraDownloadHeaders() {
      return {};
    }
    override setRequestHeaders(): void {}
    async getLatestVersion(): Promise<UpdateInfo> {
      const listed = files.map(({ name, size, sha512 }) => ({ url: name, size, sha512: base64(sha512) }));
      return {
        version: release.version,
        releaseDate: new Date(release.at).toISOString(),
        files: listed,
        // What older versions of electron-updater read; the first of the list.
        path: listed[0]?.url ?? "",
        sha512: listed[0]?.sha512 ?? "",
      };
    }
    resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return info.files.map((file) => ({ url: new URL(fileAddress(feed, file.url)), info: file }));
    }
  }
  return { provider: "custom", updateProvider: OneRelease } as unknown as Options;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
