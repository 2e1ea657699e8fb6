/** Where a file is to be saved: the system's own dialog, which also asks before it replaces something. */
import { basename, join } from "node:path";
import { BrowserWindow, dialog, type SaveDialogOptions } from "electron";

/** The path that the person chose, beginning in `folder` with this name; null where they chose none. */
export async function choosePlace(folder: string, name: string): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: join(folder, basename(name)),
    properties: ["createDirectory", "showOverwriteConfirmation", "dontAddToRecent"],
  };
  const window = BrowserWindow.getFocusedWindow();
  const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return chosen.canceled || chosen.filePath === "" ? null : chosen.filePath;
}
