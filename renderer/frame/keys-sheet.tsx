/** The table of keys, opened by `?` or from the rail. */
import { Modal } from "@mantine/core";
import { words } from "../../shared/copy/words.ts";
import { type KeyRow, keyTable, type SectionKey } from "../page/keys.ts";
import type { SectionName } from "../page/routes.ts";
import { useRoute } from "../page/use-route.ts";
import { Kbd } from "../ui/controls.tsx";
import { useReturnFocus } from "../ui/dialog.tsx";
import { useLayer } from "../ui/layers.ts";

type KeysProps = { sections: { key: SectionKey; name: SectionName }[]; onClose(): void };

/** Shows every key and what it does. */
export function KeysSheet({ sections, onClose }: KeysProps) {
  useRoute("keys");
  useReturnFocus();
  useLayer("float", onClose);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={false}
      title={words.keys.title}
      size={720}
      padding={20}
      radius={10}
      centered
      closeButtonProps={{ "aria-label": words.act.close }}
      transitionProps={{ duration: 120 }}
      classNames={{
        content: "dialog",
        header: "dialog-head",
        title: "title",
        overlay: "scrim",
        body: "dialog-body keys-body",
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard scrolls it */}
      <div className="keys" tabIndex={0} data-autofocus>
        {keyTable(sections).map(({ group, rows }) => (
          <section key={group} data-group={group}>
            <h3 className="section">{words.keys.groups[group]}</h3>
            <KeyLines rows={rows} />
          </section>
        ))}
      </div>
    </Modal>
  );
}

function KeyLines({ rows }: { rows: KeyRow[] }) {
  return (
    <dl>
      {rows.map(({ name, shown, does }) => (
        <div key={name}>
          <dt>
            {shown.map((chord) => (
              <Kbd key={chord}>{chord}</Kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
