/** Says why a login is shared and who answers for it: names are chosen, days are days. */
import { useId, useState } from "react";
import type { MemberShape, SharedLogin } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { useNow } from "../../page/use-now.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FieldError, Select, TextField } from "../../ui/inputs.tsx";
import { callAsking } from "../shown/ask-again.tsx";
import { isHere } from "./acts-on.ts";
import { sharedOf, type WhyDraft, type WhyFault, whyDraftOf, whyExcess, whyFaults } from "./why-draft.ts";

/** The item, as it was when the dialog opened. */
export type WhyOf = { item: string; vault: string; title: string; version: number | null; shared: SharedLogin | null };
type WhyProps = { of: WhyOf; members: MemberShape[]; onClose(): void };

/** The dialog; Enter saves from every field but the reason. */
export function WhyDialog({ of, members, onClose }: WhyProps) {
  const self = members.find((one) => one.self)?.user ?? "";
  const [first] = useState(() => whyDraftOf(of.shared, self));
  const [draft, setDraft] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const [hasTried, setTried] = useState(false);
  const now = useNow(true, 60_000);
  const faults = whyFaults(draft, { first, now, isMember: (user) => isHere(members, user) });
  const put = (change: Partial<WhyDraft>): void => setDraft((before) => ({ ...before, ...change }));
  const save = async (): Promise<void> => {
    setTried(true);
    if (faults.length > 0) return;
    setBusy(true);
    const isSaved = await saveWhy(of, draft);
    setBusy(false);
    if (isSaved) onClose();
  };
  return (
    <Dialog
      name="item-why"
      title={words.register.dialogTitle(of.title)}
      onClose={onClose}
      onDone={() => void save()}
      done={words.register.done}
      isBusy={isBusy}
    >
      <WhyFields draft={draft} faults={hasTried ? faults : []} members={activeIn(members)} onPut={put} />
    </Dialog>
  );
}

const activeIn = (members: MemberShape[]): MemberShape[] => members.filter(({ state }) => state === "active");

async function saveWhy({ item, vault, title, version }: WhyOf, draft: WhyDraft): Promise<boolean> {
  const base = version === null ? {} : { base: version };
  const saved = await callAsking("item.save", { item, vault, ...base, changes: { sharedLogin: sharedOf(draft) } });
  if (saved.ok) tell(words.register.saved(title));
  else tellFailure(saved.failure);
  return saved.ok;
}

type FieldsProps = {
  draft: WhyDraft;
  faults: WhyFault[];
  members: MemberShape[];
  onPut(change: Partial<WhyDraft>): void;
};

function WhyFields({ draft, faults, members, onPut }: FieldsProps) {
  const said = (field: WhyFault, text: string): string | null => (faults.includes(field) ? text : null);
  const { reason, owner, deputy, alias, review, end } = draft;
  return (
    <div className="why-fields">
      <ReasonField value={reason} onChange={(text) => onPut({ reason: text })} />
      <PersonField
        label={words.register.owner}
        value={owner}
        members={members}
        error={said("owner", words.register.needsOwner)}
        onChange={(user) => onPut({ owner: user })}
      />
      <PersonField
        label={words.register.deputy}
        value={deputy}
        members={members}
        hasNobody
        error={said("deputy", words.register.samePerson)}
        onChange={(user) => onPut({ deputy: user })}
      />
      <TextField
        label={words.register.review}
        type="date"
        value={review}
        error={said("review", words.register.badDate)}
        onChange={(event) => onPut({ review: event.target.value })}
      />
      <TextField
        label={words.register.endLabel}
        type="date"
        value={end}
        error={said("end", words.register.badDate)}
        onChange={(event) => onPut({ end: event.target.value })}
      />
      <div className="why-wide">
        <TextField
          label={words.register.aliasLabel}
          value={alias}
          error={said("alias", words.register.tooLong(whyExcess("alias", alias)))}
          onChange={(event) => onPut({ alias: event.target.value })}
        />
      </div>
    </div>
  );
}

function ReasonField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const id = useId();
  const excess = whyExcess("reason", value);
  return (
    <div className="why-wide">
      <label htmlFor={id} className="label">
        {words.register.reasonLabel}
      </label>
      <textarea
        id={id}
        className="input"
        rows={3}
        placeholder={words.register.reasonHint}
        data-autofocus
        value={value}
        aria-invalid={excess > 0}
        onChange={(event) => onChange(event.target.value)}
      />
      {excess > 0 && <FieldError>{words.register.tooLong(excess)}</FieldError>}
    </div>
  );
}

type PersonProps = {
  label: string;
  value: string;
  members: MemberShape[];
  hasNobody?: boolean;
  error: string | null;
  onChange(user: string): void;
};

/** One of the team; who left stands there as nobody that can be chosen. */
function PersonField({ label, value, members, hasNobody = false, error, onChange }: PersonProps) {
  const id = useId();
  const isKnown = members.some(({ user }) => user === value);
  return (
    <div>
      <label htmlFor={id} className="label">
        {label}
      </label>
      <Select id={id} value={value} aria-invalid={error !== null} onChange={(event) => onChange(event.target.value)}>
        {hasNobody && <option value="">{words.register.chooseNobody}</option>}
        {!isKnown && value !== "" && (
          <option value={value} disabled>
            {words.items.somebody}
          </option>
        )}
        {members.map(({ user, name, self }) => (
          <option key={user} value={user}>
            {self ? words.items.you : name}
          </option>
        ))}
      </Select>
      {error !== null && <FieldError>{error}</FieldError>}
    </div>
  );
}
