/**
 * Electron's fuses, blown into the packed program before it is signed: what the app never uses cannot be turned on by
 * whoever starts it. Every fuse is named; one that a newer Electron adds stops the packing until it is decided here.
 */
import { join } from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

/** What is used of electron-builder's own description of a packed app. */
type Packed = {
  appOutDir: string;
  electronPlatformName: string;
  packager: { appInfo: { productFilename: string }; executableName?: string };
};

/** Each fuse as it is blown; `npm run desktop-check` reads them out of a packed program again. */
export const fuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Called by electron-builder (`electron-builder.yml`). */
export async function afterPack(packed: Packed): Promise<void> {
  await flipFuses(programOf(packed), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // A new, unsigned copy on Apple's processors does not start; packing is followed by signing.
    resetAdHocDarwinSignature: packed.electronPlatformName === "darwin",
    ...fuses,
  });
}

function programOf({ appOutDir, electronPlatformName, packager }: Packed): string {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === "darwin") return join(appOutDir, `${name}.app`);
  if (electronPlatformName === "win32") return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.executableName ?? name);
}
