/** Websites and mails go to the desktop from the main process, which has the person's own environment; the core has hardly any. */
import { shell } from "electron";
import { isOuterAddress } from "../../node/outer-address.ts";

/** Hands over what the core already checked, checked once more; false where it may not leave or the desktop has nothing for it. */
export async function openOutside(address: string): Promise<boolean> {
  if (!isOuterAddress(address)) return false;
  await shell.openExternal(address);
  return true;
}
