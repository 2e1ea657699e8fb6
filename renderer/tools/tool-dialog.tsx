/** Adding a tool, or changing what is said of one. */
import { type ReactNode, useId, useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { ToolDetail } from "../../shared/contract/tool-shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { dataClasses, reviewCadences } from "../../shared/model/records/tool-record.ts";
import { call } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Select, TextArea, TextField } from "../ui/inputs.tsx";
import type { Active } from "./tool-filters.ts";
import { rolesIn, textOfRoles } from "./typed-roles.ts";

type DialogProps = {
  /** The tool that is changed; null: a new one. */
  tool: ToolDetail | null;
  active: Active;
  /** Tools through which people can sign in. */
  names: ReadonlyMap<string, string>;
  onClose(): void;
  onSaved(tool: string): void;
};

const typedOf = (tool: ToolDetail | null) => ({
  ...{ name: tool?.name ?? "", domains: tool?.domains.join(" ") ?? "", owner: tool?.owner ?? "" },
  ...{ deputy: tool?.deputy ?? "", dataClass: tool?.dataClass ?? "", signInBy: tool?.signInBy ?? "" },
  ...{ roles: textOfRoles(tool?.roles ?? []), payer: tool?.payer ?? "", notes: tool?.notes ?? "" },
  reviewCadence: tool?.reviewCadence ?? "",
});
type Typed = ReturnType<typeof typedOf>;

function changesOf(typed: Typed): CommandInput<"tool.save"> {
  const { owner, deputy, dataClass, signInBy, payer, reviewCadence, notes } = typed;
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    ...{ name: typed.name.trim(), domains: typed.domains.split(/[\s,]+/).filter((one) => one !== "") },
    ...{ owner: orNull(owner), deputy: orNull(deputy), signInBy: orNull(signInBy), roles: rolesIn(typed.roles) },
    ...{ payer: orNull(payer), notes: orNull(notes) },
    dataClass: dataClasses.find((one) => one === dataClass) ?? null,
    reviewCadence: reviewCadences.find((one) => one === reviewCadence) ?? null,
  };
}

/** The dialog; the name has the focus first. */
export function ToolDialog({ tool, active, names, onClose, onSaved }: DialogProps) {
  const [typed, setTyped] = useState(() => typedOf(tool));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const set = (change: Partial<Typed>): void => {
    setFailure(null);
    setTyped((before) => ({ ...before, ...change }));
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    const of = tool === null ? {} : { tool: tool.tool };
    const saved = await call("tool.save", { ...of, ...changesOf(typed) });
    setBusy(false);
    if (!saved.ok) return setFailure(saved.failure);
    const name = typed.name.trim();
    tell(tool === null ? words.tools.added(name) : words.tools.saved(name));
    onClose();
    onSaved(saved.value.tool);
  };
  return (
    <Dialog
      name="tool-edit"
      title={tool === null ? words.tools.newTitle : words.tools.editTitle(tool.name)}
      done={tool === null ? words.tools.addDone : words.tools.editDone}
      isBusy={isBusy}
      canDo={typed.name.trim() !== ""}
      onClose={onClose}
      onDone={() => void save()}
    >
      <TextField
        label={words.tools.name}
        data-autofocus
        value={typed.name}
        maxLength={200}
        onChange={(event) => set({ name: event.target.value })}
        error={failure === null || failure.detail?.field === "domains" ? null : sentence(failure)}
      />
      <TextField
        label={words.tools.domains}
        value={typed.domains}
        onChange={(event) => set({ domains: event.target.value })}
        error={failure?.detail?.field === "domains" ? sentence(failure) : null}
        note={<p className="meta input-note">{words.tools.domainsNote}</p>}
      />
      <ToolChoices {...{ typed, set, active, names }} self={tool?.tool ?? null} />
      <ToolTexts {...{ typed, set }} />
    </Dialog>
  );
}

type TextsProps = Pick<ChoicesProps, "typed" | "set">;

/** What is typed besides its name and domains. */
function ToolTexts({ typed, set }: TextsProps) {
  return (
    <>
      <TextArea
        label={words.tools.roles}
        rows={3}
        value={typed.roles}
        onChange={(event) => set({ roles: event.target.value })}
      />
      <TextField
        label={words.tools.payer}
        value={typed.payer}
        maxLength={200}
        onChange={(event) => set({ payer: event.target.value })}
      />
      <TextArea
        label={words.tools.notes}
        rows={3}
        value={typed.notes}
        maxLength={2000}
        onChange={(event) => set({ notes: event.target.value })}
      />
    </>
  );
}

type ChoicesProps = {
  typed: Typed;
  set(change: Partial<Typed>): void;
  active: Active;
  names: DialogProps["names"];
  self: string | null;
};

/** What is chosen of a list. */
function ToolChoices({ typed, set, active, names, self }: ChoicesProps) {
  const people = [...active];
  return (
    <div className="tool-choices">
      <Choice label={words.tools.about.owner} value={typed.owner} onValue={(owner) => set({ owner })}>
        <Options none={words.tools.nobody} of={people} />
      </Choice>
      <Choice label={words.tools.about.deputy} value={typed.deputy} onValue={(deputy) => set({ deputy })}>
        <Options none={words.tools.nobody} of={people.filter(([user]) => user !== typed.owner)} />
      </Choice>
      <Choice label={words.tools.about.dataClass} value={typed.dataClass} onValue={(dataClass) => set({ dataClass })}>
        <Options none={words.tools.notSaid} of={dataClasses.map((one) => [one, words.tools.dataClasses[one]])} />
      </Choice>
      <Choice label={words.tools.about.signIn} value={typed.signInBy} onValue={(signInBy) => set({ signInBy })}>
        <Options none={words.tools.ownPassword} of={[...names].filter(([tool]) => tool !== self)} />
      </Choice>
      <Choice label={words.tools.cadence} value={typed.reviewCadence} onValue={(one) => set({ reviewCadence: one })}>
        <Options none={words.tools.notSaid} of={reviewCadences.map((one) => [one, words.tools.cadences[one]])} />
      </Choice>
    </div>
  );
}

function Options({ none, of }: { none: string; of: (readonly [string, string])[] }) {
  return (
    <>
      <option value="">{none}</option>
      {of.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </>
  );
}

type ChoiceProps = { label: string; value: string; onValue(value: string): void; children: ReactNode };

/** A list of choices with its label. */
export function Choice({ label, value, onValue, children }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <Select id={id} className="wide" value={value} onChange={(event) => onValue(event.target.value)}>
        {children}
      </Select>
    </div>
  );
}
