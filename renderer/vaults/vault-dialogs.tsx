/** Dialogs of a vault: each says what will happen, with counts, before it happens. */
import { Archive, Check, Eye, PencilOff, RotateCw, ShieldMinus, UserMinus, UserX } from "lucide-react";
import { useState } from "react";
import type { Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { type Failure, ok, type Result } from "../../shared/failures.ts";
import type { TypedGiven } from "../../shared/model/typed-kinds.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { type Kept, useKeptText } from "../typed/use-kept-text.ts";
import { Dialog, Fact } from "../ui/dialog.tsx";
import type { DialogName } from "../ui/dialog-names.ts";
import { TextField } from "../ui/inputs.tsx";
import type { Reader } from "./reader.ts";

type AskProps = { onClose(): void; onDone(): void };

/** Taking away what somebody else may open. */
export function TakeOut({ reader, vault, ...acts }: AskProps & { reader: Reader; vault: VaultShape }) {
  const { name } = reader;
  return (
    <Dialog
      name="vault-take-out"
      title={words.vault.takeOutTitle(name, vault.title)}
      note={words.vault.takeOutNote(name)}
      done={words.vault.takeOutDone}
      isFinal
      {...acts}
    >
      <div>
        <Fact icon={RotateCw}>{words.vault.takeOutKey}</Fact>
        <Fact icon={Eye}>{words.vault.takeOutKnown(name, vault.count)}</Fact>
      </div>
    </Dialog>
  );
}

/** Letting a person do less. */
export function LowerAccess({ reader, to, ...acts }: AskProps & { reader: Reader; to: Permission }) {
  const { name, access } = reader;
  const title = words.vault.lowerTitle(name, words.vault[to]);
  return (
    <Dialog name="vault-lower" title={title} note={words.vault.lowerNote(name)} done={title} isFinal {...acts}>
      <div>
        {access.permission === "manage" && <Fact icon={UserMinus}>{words.vault.lowerManage}</Fact>}
        {to === "use" && <Fact icon={ShieldMinus}>{words.vault.lowerEdit}</Fact>}
        <Fact icon={Check}>{words.vault.lowerKept}</Fact>
      </div>
    </Dialog>
  );
}

type ArchiveProps = {
  vault: VaultShape;
  /** Its last manager wanted to leave, and nobody else can go on managing it. */
  isLeaving?: boolean;
  onClose(): void;
};

/** In the order of the facts. */
const archiveIcons = [PencilOff, Eye, Check];

/** Writing ends for everybody. */
export function ArchiveVault({ vault, isLeaving = false, onClose }: ArchiveProps) {
  const archive = async (): Promise<void> => {
    onClose();
    const done = await call("vault.archive", { vault: vault.vault });
    if (!done.ok) tellFailure(done.failure);
  };
  return (
    <Dialog
      name="vault-archive"
      title={words.vault.archiveTitle(vault.title)}
      note={words.vault.archiveNote}
      onClose={onClose}
      onDone={() => void archive()}
      done={words.vault.archiveDone}
      isFinal
    >
      <div>
        {isLeaving && <Fact icon={UserX}>{words.vault.leaveNobody}</Fact>}
        {words.vault.archiveFacts(vault.readers.length, vault.count).map((fact, at) => (
          <Fact key={fact} icon={archiveIcons[at] ?? Archive}>
            {fact}
          </Fact>
        ))}
      </div>
    </Dialog>
  );
}

type RenameProps = { vault: VaultShape; resumed?: Kept<"vaultTitle"> | undefined; onClose(): void };

/** Another title; it lies inside the vault. */
export function RenameVault({ vault, resumed, onClose }: RenameProps) {
  return (
    <TitleDialog
      name="vault-rename"
      heading={words.vault.renameTitle}
      done={words.vault.rename}
      first={vault.title}
      resumed={resumed}
      keptAs={(title) => ({ kind: "vaultTitle", vault: vault.vault, title })}
      onClose={onClose}
      onTitle={async (title) => {
        const named = await call("vault.rename", { vault: vault.vault, title });
        return named.ok ? ok(onClose) : named;
      }}
    />
  );
}

type NewProps = { resumed?: Kept<"newVault"> | undefined; onClose(): void; onMade(vault: string): void };

/** A vault of one's own, to share with whom one likes. */
export function NewVault({ resumed, onClose, onMade }: NewProps) {
  return (
    <TitleDialog
      name="vault-new"
      heading={words.vault.create}
      done={words.vault.createDone}
      first=""
      resumed={resumed}
      keptAs={(title) => ({ kind: "newVault", title })}
      onClose={onClose}
      onTitle={async (title) => {
        const made = await call("vault.create", { title });
        return made.ok ? ok(() => onMade(made.value.vault)) : made;
      }}
    />
  );
}

type TitleProps = {
  name: DialogName;
  heading: string;
  done: string;
  first: string;
  resumed: Kept<"newVault"> | Kept<"vaultTitle"> | undefined;
  keptAs(title: string): TypedGiven;
  onClose(): void;
  /** The answer's act comes once what was typed is not kept any more. */
  onTitle(title: string): Promise<Result<() => void>>;
};

function TitleDialog({ name, heading, done, first, resumed, keptAs, onClose, onTitle }: TitleProps) {
  const [title, setTitle] = useState(resumed?.text.title ?? first);
  const kept = useKeptText(resumed?.typed ?? null, title.trim() === first ? null : keptAs(title));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const take = async (): Promise<void> => {
    setBusy(true);
    const taken = await onTitle(title.trim());
    setBusy(false);
    if (!taken.ok) return setFailure(taken.failure);
    void kept.end();
    taken.value();
  };
  const close = (): void => {
    void kept.end();
    onClose();
  };
  return (
    <Dialog
      name={name}
      title={heading}
      onClose={close}
      onDone={() => void take()}
      done={done}
      isBusy={isBusy}
      canDo={title.trim() !== "" && title.trim() !== first}
    >
      <TextField
        label={words.vault.createTitle}
        data-autofocus
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
        error={failure === null ? null : sentence(failure)}
        note={<p className="meta input-note">{words.vault.createNote}</p>}
      />
    </Dialog>
  );
}
