/** Then and now, in columns: equal fields say so, secrets stay hidden until they are shown, each can be copied. */
import { Copy, Eye, EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import type { ItemDetail, SecretField, VersionDetail } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import type { Result } from "../../shared/failures.ts";
import { callUnasked } from "../client/client.ts";
import { IconButton } from "../ui/controls.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { Dots, SecretText } from "../ui/secret-text.tsx";
import { copyField } from "./copy-field.ts";
import { VersionFiles } from "./files/version-files.tsx";
import { useReveal } from "./secret-row.tsx";

type TableProps = {
  detail: ItemDetail;
  then: VersionDetail;
  /** What stands in the open, by field; empty: it had none. */
  openThen: Record<string, string>;
  openNow: Record<string, string>;
};

const openTypes = new Set<SecretField["type"]>(["notes", "text", "date"]);

/** Every field that either of them has. */
export function VersionTable({ detail, then, openThen, openNow }: TableProps) {
  const { item } = detail;
  const differs = new Set(then.differs);
  const all = new Map([...detail.fields, ...then.fields].map((one) => [one.field, one]));
  const has = (fields: SecretField[], field: string): boolean => fields.some((one) => one.field === field);
  const secret = (field: SecretField, isThen: boolean) =>
    has(isThen ? then.fields : detail.fields, field.field) ? (
      <Value item={item} field={field} version={isThen ? then.version : null} />
    ) : (
      <span className="t3">{words.versions.none}</span>
    );
  return (
    <table className="table versions">
      <thead>
        <tr>
          <th>
            <span className="only-read">{words.versions.field}</span>
          </th>
          <th>{words.versions.before}</th>
          <th>{words.versions.now}</th>
        </tr>
      </thead>
      <tbody>
        {Object.keys(openThen)
          .filter((field) => openThen[field] !== "" || openNow[field] !== "")
          .map((field) => (
            <tr key={field}>
              <th scope="row">{fieldName(field)}</th>
              <td>
                <Open text={openThen[field] ?? ""} />
              </td>
              <td>{differs.has(field) ? <Open text={openNow[field] ?? ""} /> : <Same />}</td>
            </tr>
          ))}
        {[...all.values()].map((field) => (
          <tr key={field.field}>
            <th scope="row">{fieldName(field.field)}</th>
            <td>{secret(field, true)}</td>
            <td>{differs.has(differing(field.field)) ? secret(field, false) : <Same />}</td>
          </tr>
        ))}
        <VersionFiles detail={detail} then={then} />
      </tbody>
    </table>
  );
}

/** Codes of a list differ as one field. */
const differing = (field: string): string => (field.startsWith("code:") ? "detail:codes" : field);

function Same() {
  return <span className="t3">{words.versions.same}</span>;
}

function Open({ text }: { text: string }) {
  return text === "" ? (
    <span className="t3">{words.versions.none}</span>
  ) : (
    <span className="open-value">
      <ExactText text={text} />
    </span>
  );
}

type ValueProps = { item: string; field: SecretField; version: number | null };

function Value({ item, field, version }: ValueProps) {
  const { field: address, type } = field;
  return (
    <span className="version-value">
      {openTypes.has(type) ? (
        <ReadValue item={item} field={address} version={version} />
      ) : (
        <Hidden item={item} field={address} version={version} />
      )}
      <IconButton
        icon={Copy}
        label={`${words.act.copy}: ${fieldName(address)}, ${version === null ? words.versions.now : words.versions.before}`}
        onClick={() => void copyField(item, address, fieldName(address), version)}
      />
    </span>
  );
}

type OneProps = { item: string; field: string; version: number | null };

/** A value that stands in the open once its item is shown; hidden where the item asks for the passphrase first. */
function ReadValue({ item, field, version }: OneProps) {
  const [read, setRead] = useState<Result<{ value: string }> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void callUnasked("item.reveal", { item, field, ...(version === null ? {} : { version }) }).then((read) => {
      if (isCurrent) setRead(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [item, field, version]);
  if (read?.ok === false && read.failure.code === "ask-again")
    return <Hidden item={item} field={field} version={version} />;
  if (read?.ok === false) return <span className="meta grow">{sentence(read.failure)}</span>;
  return (
    <span className="open-value grow">
      <ExactText text={read === null ? "" : read.value.value} />
    </span>
  );
}

function Hidden({ item, field, version }: OneProps) {
  const reveal = useReveal(item, field, version);
  const label = fieldName(field);
  return (
    <>
      <span className="grow">
        {reveal.value === null ? (
          <Dots label={`${label}, ${words.act.hidden}`} />
        ) : (
          <SecretText secret={reveal.value} />
        )}
      </span>
      <IconButton
        icon={reveal.value === null ? Eye : EyeOff}
        label={`${reveal.value === null ? words.act.show : words.act.hide}: ${label}, ${version === null ? words.versions.now : words.versions.before}`}
        onClick={reveal.toggle}
      />
    </>
  );
}
