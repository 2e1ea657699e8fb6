/** The seed of a login as a QR code, to enrol a phone: shown as any secret is, with its event, and gone with its dialog. */
import { QrCode as QrIcon } from "lucide-react";
import { useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { tellFailure } from "../page/notify.tsx";
import { IconButton } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { callAsking } from "./shown/ask-again.tsx";

/** The button and its dialog. */
export function ShowQr({ item }: { item: string }) {
  const [link, setLink] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const close = (): void => {
    setLink(null);
    setAsking(false);
  };
  const show = async (): Promise<void> => {
    const shown = await callAsking("item.reveal", { item, field: "totp" });
    if (shown.ok) setLink(shown.value.value);
    else tellFailure(shown.failure);
  };
  return (
    <>
      <IconButton icon={QrIcon} label={words.codes.qr.show} onClick={() => setAsking(true)} />
      {isAsking && (
        <Dialog
          name="code-qr"
          title={words.codes.qr.title}
          note={words.codes.qr.note}
          isCareful={link === null}
          onClose={close}
          onDone={link === null ? () => void show() : close}
          done={link === null ? words.codes.qr.act : words.codes.qr.done}
        >
          {link !== null && (
            <div className="code-qr">
              <QrCode text={link} label={words.codes.qr.of} />
            </div>
          )}
        </Dialog>
      )}
    </>
  );
}
