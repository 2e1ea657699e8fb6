/** The shell's own boxes, for what no page can say: the core or the page is gone, hangs, or did not load. */
import { dialog, type MessageBoxOptions } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

const { boxes } = hostWords;

/** Whether the person wants another try; the other way out is to quit. */
export function askTryAgain(what: keyof typeof boxes.again): Promise<boolean> {
  return askBox({ type: "error", ...boxes.again[what], buttons: [boxes.tryAgain, boxes.quit] }, 0);
}

/** Whether the person locks a page that does not answer. */
export function askLock(): Promise<boolean> {
  return askBox({ type: "warning", ...boxes.unresponsive, buttons: [boxes.wait, boxes.lock] }, 1);
}

/** Whether the button of that place was chosen; closing the box chooses the other. */
async function askBox(box: MessageBoxOptions, wanted: 0 | 1): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    ...{ title: "Latchkey", noLink: true, defaultId: 0, cancelId: wanted === 0 ? 1 : 0 },
    ...box,
  });
  return response === wanted;
}
