/** Recovery codes, one row each: shown, copied, and marked as used; which login they are of. */
import { CircleCheck, CircleDashed, KeyRound, TriangleAlert } from "lucide-react";
import type { ItemDetail } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { IconButton } from "../ui/controls.tsx";
import { Alert, Field } from "../ui/rows.tsx";
import { codesLow } from "./codes/codes-low.ts";
import { copyField } from "./copy-field.ts";
import { OwnSecretRow } from "./secret-row.tsx";

/** So long the code that was copied can be marked by the notice. */
const markOfferedMs = 60_000;

type CodesProps = { detail: ItemDetail; onItem: ((item: string) => void) | null };

/** All of them. */
export function CodesField({ detail, onItem }: CodesProps) {
  const { codesUsed, codesOf } = detail;
  if (codesUsed === undefined) return null;
  const left = codesUsed.filter((used) => used === null).length;
  return (
    <>
      {codesLow(left) && codesUsed.length > 0 && (
        <Alert icon={TriangleAlert} title={words.recoveryCodes.low(left)}>
          {words.recoveryCodes.lowNote}
        </Alert>
      )}
      {codesOf !== undefined && (
        <Field label={fieldName("detail:login")}>
          {codesOf.title === undefined || onItem === null ? (
            <span className="t2">{codesOf.title ?? words.recoveryCodes.closed}</span>
          ) : (
            <button type="button" className="link underlined line" onClick={() => onItem(codesOf.item)}>
              <KeyRound size={14} strokeWidth={1.75} aria-hidden="true" />
              <span className="cut">{codesOf.title}</span>
            </button>
          )}
        </Field>
      )}
      <Field label={fieldName("detail:codes")}>{words.recoveryCodes.left(codesUsed.length, left)}</Field>
      {codesUsed.map((used, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a code has no other name here than its place
        <CodeLine key={place} detail={detail} place={place} used={used} />
      ))}
    </>
  );
}

type LineProps = { detail: ItemDetail; place: number; used: number | null };

function CodeLine({ detail, place, used }: LineProps) {
  const { item, editable } = detail;
  const field = `code:${place}`;
  const label = fieldName(field);
  return (
    <OwnSecretRow
      item={item}
      field={field}
      label={label}
      note={used === null ? null : words.recoveryCodes.used(shortDay(used))}
      more={
        editable ? (
          <IconButton
            icon={used === null ? CircleDashed : CircleCheck}
            label={`${used === null ? words.recoveryCodes.use : words.recoveryCodes.free}: ${label}`}
            onClick={() => void markCode(detail, place, used === null)}
          />
        ) : null
      }
      onCopy={() => void copyCode(detail, place, editable && used === null)}
    />
  );
}

async function markCode({ item, version }: ItemDetail, place: number, used: boolean): Promise<void> {
  // Its place says which code it is in the version that stands here.
  const base = version === null ? {} : { base: version };
  const marked = await call("item.useCode", { item, place, used, ...base });
  if (!marked.ok) return tellFailure(marked.failure);
  tell((used ? words.recoveryCodes.marked : words.recoveryCodes.freed)(place + 1));
}

/** What was copied is about to be used. */
async function copyCode(detail: ItemDetail, place: number, canMark: boolean): Promise<void> {
  const field = `code:${place}`;
  const offer = {
    ...({ kind: "next", label: words.recoveryCodes.use, forMs: markOfferedMs } as const),
    onAct: () => void markCode(detail, place, true),
  };
  await copyField(detail.item, field, fieldName(field), null, canMark ? offer : null);
}
