/** The rows of the editor, in the order in which the detail shows them. */
import { Checkbox } from "@mantine/core";
import { Dices } from "lucide-react";
import { useId, useState } from "react";
import type { ItemDetail, MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { type ItemKind, itemKinds, type OfferedField } from "../../../shared/model/kinds/kinds.ts";
import { call } from "../../client/client.ts";
import { tellFailure } from "../../page/notify.tsx";
import { Button, Mark } from "../../ui/controls.tsx";
import { FieldError, Select } from "../../ui/inputs.tsx";
import { vaultTitle } from "../../vaults/vault-title.ts";
import { shortName } from "../shown/member-name.ts";
import { CustomFields } from "./custom-fields.tsx";
import type { Draft, Faults } from "./draft.ts";
import { EditRow, EditText } from "./edit-row.tsx";
import { EditorFiles, type EditorFilesProps } from "./editor-files.tsx";
import { excessOf, excessOfTags } from "./excess.ts";
import { lastRecipe } from "./generator.tsx";
import { GeneratorButton } from "./generator-button.tsx";
import { KindControl } from "./kind-controls.tsx";
import { addressesOf, isOffered, kindFields, textOf } from "./kind-draft.ts";
import { PasswordStrength } from "./password-strength.tsx";
import { SecretInput } from "./secret-input.tsx";
import { SeedField } from "./seed-field.tsx";
import { TooLong } from "./too-long.tsx";
import { WebsitesField } from "./websites-field.tsx";

export type EditorFieldsProps = {
  item: string | null;
  /** The item as it was when editing began; null for a new one. */
  detail: ItemDetail | null;
  members: MemberShape[];
  hasPassword: boolean;
  isPasswordChanged: boolean;
  hasSeed: boolean;
  draft: Draft;
  faults: Faults;
  seedError: string | null;
  /** Where a new item may go; empty for one that has its place. */
  vaults: VaultShape[];
  vault: string;
  onVault(vault: string): void;
  onPut(change: Partial<Draft>): void;
  /** Values that were read from the item: they are no change. */
  onRead(change: (before: Draft) => Partial<Draft>): void;
  files: EditorFilesProps;
};

/** All rows. */
export function EditorFields(props: EditorFieldsProps) {
  const { item, draft, faults, onPut, onRead } = props;
  const id = useId();
  return (
    <>
      <Title {...props} />
      <KindChoice {...props} />
      {props.vaults.length > 0 && <VaultChoice {...props} />}
      <OfferedRows {...props} />
      <KindRows {...props} />
      <EditRow label={words.items.notes} forId={`${id}-notes`}>
        <textarea
          id={`${id}-notes`}
          className="input notes-input"
          value={draft.notes}
          aria-invalid={excessOf("notes", draft.notes) > 0}
          onChange={(event) => onPut({ notes: event.target.value })}
        />
        <TooLong excess={excessOf("notes", draft.notes)} />
      </EditRow>
      <EditText
        label={words.edit.tags}
        placeholder={words.edit.tagsNote}
        value={draft.tags}
        error={longWords(excessOfTags(draft.tags))}
        onChange={(event) => onPut({ tags: event.target.value })}
      />
      <AskAgainBox {...props} />
      <CustomFields
        item={item}
        fields={draft.fields}
        faults={faults.fields}
        onChange={(fields) => onPut({ fields })}
        onRead={(key, value) =>
          onRead((before) => ({ fields: before.fields.map((one) => (one.key === key ? { ...one, value } : one)) }))
        }
      />
      <EditorFiles {...props.files} />
    </>
  );
}

/** What people look for in an item of this kind, and what it has all the same. */
function OfferedRows(props: EditorFieldsProps) {
  const { draft, faults, onPut } = props;
  const isThere: Record<OfferedField, boolean> = {
    username: draft.username !== "",
    password: props.hasPassword || (draft.password ?? "") !== "",
    totp: props.hasSeed || draft.totp !== "",
    urls: draft.urls.some(({ url }) => url.trim() !== ""),
  };
  // A field that was there stays while its text is typed anew.
  const [shown] = useState(isThere);
  const has = (field: OfferedField): boolean => isOffered(draft.kind, field) || isThere[field] || shown[field];
  return (
    <>
      {has("username") && (
        <EditText
          label={words.items.userName}
          value={draft.username}
          error={longWords(excessOf("username", draft.username))}
          onChange={(event) => onPut({ username: event.target.value })}
        />
      )}
      {has("password") && <Password {...props} />}
      {has("totp") && (
        <SeedField
          has={props.hasSeed}
          value={draft.totp}
          removes={draft.removesSeed}
          error={props.seedError}
          onChange={(totp) => onPut({ totp })}
          onRemoves={(removesSeed) => onPut({ removesSeed })}
        />
      )}
      {has("urls") && <WebsitesField urls={draft.urls} faults={faults.urls} onChange={(urls) => onPut({ urls })} />}
    </>
  );
}

/** What this kind alone has. */
function KindRows({ item, detail, draft, onPut, onRead }: EditorFieldsProps) {
  return kindFields(draft.kind).map((field) => (
    <KindControl
      key={field.field}
      item={item}
      field={field}
      addresses={detail === null ? [] : addressesOf(detail, field)}
      value={textOf(draft.detail, field.field)}
      onChange={(text) => onPut({ detail: { ...draft.detail, [field.field]: text } })}
      onRead={(text) => onRead((before) => ({ detail: { ...before.detail, [field.field]: text } }))}
    />
  ));
}

/** A new one becomes another kind before it is saved; what was typed stays where that has it too. */
function KindChoice({ item, draft, onPut }: EditorFieldsProps) {
  const id = useId();
  if (item !== null) return null;
  return (
    <EditRow label={words.edit.kind} forId={id}>
      <Select
        id={id}
        className="wide"
        value={draft.kind}
        onChange={(event) => onPut({ kind: event.target.value as ItemKind })}
      >
        {itemKinds.map((kind) => (
          <option key={kind} value={kind}>
            {words.items.kindTitles[kind]}
          </option>
        ))}
      </Select>
    </EditRow>
  );
}

function AskAgainBox({ draft, onPut }: EditorFieldsProps) {
  return (
    <EditRow label="">
      <Checkbox
        size="xs"
        label={words.askAgain.setting}
        checked={draft.askAgain}
        onChange={(event) => onPut({ askAgain: event.currentTarget.checked })}
      />
    </EditRow>
  );
}

function longWords(excess: number): string | null {
  return excess > 0 ? words.edit.tooLong(excess) : null;
}

function Title({ item, draft, faults, onPut }: EditorFieldsProps) {
  const id = useId();
  return (
    <div className="editor-title">
      <Mark id={item ?? "new"} name={draft.title} size={40} />
      <div className="grow">
        <input
          id={id}
          className="input"
          aria-label={words.edit.title}
          placeholder={words.edit.title}
          value={draft.title}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={faults.title || excessOf("title", draft.title) > 0}
          aria-describedby={faults.title ? `${id}-error` : undefined}
          onChange={(event) => onPut({ title: event.target.value })}
        />
        {faults.title && <FieldError id={`${id}-error`}>{words.edit.needsTitle}</FieldError>}
        <TooLong excess={excessOf("title", draft.title)} />
      </div>
    </div>
  );
}

function VaultChoice({ draft, members, vaults, vault, onVault }: EditorFieldsProps) {
  const id = useId();
  return (
    <EditRow label={words.edit.vault} forId={id}>
      <Select id={id} className="wide" value={vault} onChange={(event) => onVault(event.target.value)}>
        {vaults.map((one) => (
          <option key={one.vault} value={one.vault}>
            {vaultTitle(one)}
          </option>
        ))}
      </Select>
      {draft.kind === "recovery-codes" && (
        <p className="meta edit-note">{words.recoveryCodes.opens(readersOf(vaults, vault, members))}</p>
      )}
    </EditRow>
  );
}

/** Who opens what is saved there. */
function readersOf(vaults: VaultShape[], vault: string, members: MemberShape[]): string[] {
  const readers = vaults.find((one) => one.vault === vault)?.readers ?? [];
  return readers.map(({ user }) =>
    members.some((one) => one.self && one.user === user) ? words.items.you : shortName(user, members),
  );
}

function Password({ item, draft, hasPassword, isPasswordChanged, onPut, onRead }: EditorFieldsProps) {
  const id = useId();
  return (
    <EditRow label={words.items.password} forId={id}>
      <SecretInput
        id={id}
        label={words.items.password}
        from={item !== null && hasPassword ? { item, field: "password" } : null}
        value={draft.password}
        sized="password"
        acts={<GeneratorButton onTake={(password) => onPut({ password })} />}
        onChange={(password) => onPut({ password })}
        onRead={(password) => onRead(() => ({ password }))}
      />
      <div className="password-note" data-offers={item === null}>
        {item === null && (draft.password ?? "") === "" && (
          <Button kind="quiet" className="add-line" onClick={() => void offer(onPut)}>
            <Dices size={14} strokeWidth={1.75} aria-hidden="true" />
            {words.generator.offer}
          </Button>
        )}
        {isPasswordChanged && (
          <p className="meta edit-note" role="status">
            {draft.password !== null && draft.password !== "" && <PasswordStrength password={draft.password} />}
            {hasPassword && (draft.password === "" ? words.edit.passwordGoes : words.edit.kept)}
          </p>
        )}
      </div>
    </EditRow>
  );
}

/** A new item needs a new password: one press, by the recipe that was last set. */
async function offer(onPut: EditorFieldsProps["onPut"]): Promise<void> {
  const made = await call("password.generate", { recipe: lastRecipe() });
  if (made.ok) onPut({ password: made.value.value });
  else tellFailure(made.failure);
}
