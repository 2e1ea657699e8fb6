/** The fields of an item in reading order. What is not there has no row. */
import { ExternalLink } from "lucide-react";
import type { ItemDetail } from "../../shared/contract/shapes.ts";
import { day } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import { IconButton } from "../ui/controls.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { CopyButton, Field } from "../ui/rows.tsx";
import { CodeRow } from "./code-row.tsx";
import { CodesField } from "./codes-field.tsx";
import { copyField } from "./copy-field.ts";
import { FilesField } from "./files/files-field.tsx";
import { OwnSecretRow, type Reveal, SecretRow } from "./secret-row.tsx";
import type { ShownItem } from "./shown/use-shown-item.ts";
import { readWebsite } from "./shown/website.ts";

const manyFrom = 60;

type FieldsProps = {
  shown: ShownItem;
  detail: ItemDetail;
  reveal: Reveal;
  /** Null where its websites are not opened. */
  onOpen: ((index: number) => void) | null;
  /** Null where no other item is shown from here. */
  onItem: ((item: string) => void) | null;
};

/** All of them. */
export function DetailFields({ shown, detail, reveal, onOpen, onItem }: FieldsProps) {
  const { item, username, hasTotp } = detail;
  const hasPassword = detail.fields.some(({ field }) => field === "password");
  return (
    <div>
      {username !== null && (
        <OpenField
          item={item}
          field="username"
          label={words.items.userName}
          value={username}
          copyKey={shownKey("copyUser")}
        />
      )}
      {hasPassword && (
        <SecretRow
          item={item}
          field="password"
          label={words.items.password}
          reveal={reveal}
          shortcut={shownKey("reveal")}
          copyKey={shownKey("main")}
        />
      )}
      {hasTotp && <CodeRow item={item} version={detail.version} />}
      <Websites detail={detail} onOpen={onOpen} />
      <CodesField detail={detail} onItem={onItem} />
      <OwnFields detail={detail} openValues={shown.openValues} />
      <Rest detail={detail} notes={shown.openValues.notes} />
      <FilesField detail={detail} />
    </div>
  );
}

/** Custom fields: hidden ones as dots, the others in the open. */
function OwnFields({ detail, openValues }: { detail: ItemDetail; openValues: Record<string, string> }) {
  const { item } = detail;
  return detail.fields.map(({ field, type }) => {
    const label = fieldName(field);
    // Recovery codes have rows of their own.
    if (field.startsWith("code:")) return null;
    if (type === "hidden") return <OwnSecretRow key={field} item={item} field={field} label={label} />;
    if (type !== "text" && type !== "date") return null;
    const value = openValues[field];
    // It asks for the passphrase first.
    if (value === undefined && detail.askAgain)
      return <OwnSecretRow key={field} item={item} field={field} label={label} />;
    if (value === undefined) return null;
    return (
      <OpenField
        key={field}
        item={item}
        field={field}
        label={label}
        value={type === "date" ? dateText(value) : value}
      />
    );
  });
}

function Rest({ detail, notes }: { detail: ItemDetail; notes: string | undefined }) {
  const { item, tags, expires } = detail;
  return (
    <>
      {notes === undefined && detail.hasNotes && detail.askAgain && (
        <OwnSecretRow item={item} field="notes" label={words.items.notes} />
      )}
      {notes !== undefined && (
        <Field
          label={words.items.notes}
          kind="many"
          className="notes"
          acts={
            <CopyButton label={words.items.notes} onCopy={() => void copyField(item, "notes", words.items.notes)} />
          }
        >
          {notes}
        </Field>
      )}
      {tags.length > 0 && (
        <Field label={words.items.tags}>
          <span className="tags">
            {tags.map((tag) => (
              <span key={tag} className="badge tag" title={tag}>
                {tag}
              </span>
            ))}
          </span>
        </Field>
      )}
      {expires !== null && <Field label={words.items.expires}>{day(expires)}</Field>}
    </>
  );
}

type OpenProps = { item: string; field: string; label: string; value: string; copyKey?: string };

function OpenField({ item, field, label, value, copyKey }: OpenProps) {
  return (
    <Field
      label={label}
      kind={value.length >= manyFrom || value.includes("\n") ? "many" : undefined}
      className="open-value"
      acts={<CopyButton label={label} shortcut={copyKey} onCopy={() => void copyField(item, field, label)} />}
    >
      <ExactText text={value} />
    </Field>
  );
}

function Websites({ detail, onOpen }: Pick<FieldsProps, "detail" | "onOpen">) {
  if (detail.urls.length === 0) return null;
  return (
    <Field
      label={words.items.websites}
      kind="many"
      acts={
        onOpen !== null && (
          <IconButton
            icon={ExternalLink}
            label={words.items.openWebsite}
            shortcut={shownKey("open")}
            onClick={() => onOpen(0)}
          />
        )
      }
    >
      {detail.urls.map(({ url, match }, at) => {
        const shown = readWebsite(url)?.shown ?? url;
        return (
          <div key={`${url} ${match}`} className="site">
            <span className="site-name">
              <ExactText text={shown} />
            </span>
            {match !== "host" && <span className="meta">{words.items.matches[match]}</span>}
            {at > 0 && onOpen !== null && (
              <IconButton icon={ExternalLink} label={words.items.cautionTitle(shown)} onClick={() => onOpen(at)} />
            )}
          </div>
        );
      })}
    </Field>
  );
}

/** `2026-11-03` as people read it; anything else as it stands. */
function dateText(value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(new Date(`${value}T12:00`).getTime()) : value;
}
