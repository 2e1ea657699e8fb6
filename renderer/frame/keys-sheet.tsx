/** The table of keys, opened by `?`. */
import { Modal } from "@mantine/core";
import { words } from "../copy/words.ts";
import { keyTable } from "../keys.ts";
import { Kbd } from "../ui/controls.tsx";

/** Shows every key and what it does. */
export function KeysSheet({ onClose }: { onClose(): void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.keys.title}
      size={520}
      padding={20}
      radius={10}
      centered
      closeButtonProps={{ "aria-label": words.act.close }}
      transitionProps={{ duration: 120 }}
      classNames={{ content: "dialog", title: "title", overlay: "scrim" }}
    >
      <dl className="keys">
        {keyTable.map(({ name, shown, does }) => (
          <div key={name}>
            <dt>
              <Kbd>{shown}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
