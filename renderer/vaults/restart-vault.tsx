/** Restarting a vault whose key nobody hands over, or of which two chains were shown: says what is lost, item by item, and asks for a typed word. */
import { FileX2, History, KeyRound, LoaderCircle, Undo2, UserRound } from "lucide-react";
import { useEffect, useState } from "react";
import type { MemberShape, VaultShape, VoidingShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { FieldError } from "../ui/inputs.tsx";
import { useTypedWord } from "../ui/typed-word.tsx";
import { vaultTitle } from "./vault-title.ts";

const mostNamed = 6;

type RestartProps = { vault: VaultShape; members: MemberShape[]; onClose(): void };

/** The dialog; nothing can be done before it is known what would be lost. It closes by itself where the vault goes on meanwhile. */
export function RestartVault({ vault, members, onClose }: RestartProps) {
  const title = vaultTitle(vault);
  const word = useTypedWord(words.vault.restartType, words.vault.restartWord);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Failure | null>(null);
  const voiding = useAnswer("vault.voiding", { vault: vault.vault });
  const failure = failed ?? voiding.failure;
  const goesOn = (!isBusy && vault.state !== "key-pending" && vault.state !== "stopped") || isOf(failure, "has-key");
  useEffect(() => {
    if (!goesOn) return;
    tell(words.notices.keyArrived(title));
    onClose();
  }, [goesOn, title, onClose]);
  const restart = async ({ upTo, head }: VoidingShape): Promise<void> => {
    setBusy(true);
    setFailed(null);
    const done = await call("vault.void", { vault: vault.vault, upTo, ...(head === null ? {} : { head }) });
    if (done.ok) {
      tell(words.notices.restarted(title));
      return onClose();
    }
    setBusy(false);
    setFailed(done.failure);
    if (isNewer(done.failure)) {
      word.clear();
      void queries.invalidateQueries({ queryKey: ["vault.voiding"] });
    }
  };
  return (
    <Dialog
      name="vault-restart"
      title={words.vault.restartTitle(vault.title)}
      note={voiding.value?.why === "fork" ? words.vault.restartForkNote : words.vault.restartNote}
      onClose={onClose}
      onDone={() => void (voiding.value !== undefined && restart(voiding.value))}
      done={words.vault.restartDone}
      isFinal
      isBusy={isBusy}
      canDo={voiding.value !== undefined && word.isTyped}
      below={word.field(failure !== null && <FieldError>{saysOf(failure)}</FieldError>)}
    >
      {voiding.isLoading && <Fact icon={LoaderCircle}>{words.vault.restartReading}</Fact>}
      {voiding.value !== undefined && <Losses voiding={voiding.value} members={members} />}
    </Dialog>
  );
}

const isOf = (failure: Failure | null, reason: string): boolean => failure?.detail?.reason === reason;
/** What the person read is not what would be lost by now. */
const isNewer = ({ code, detail }: Failure): boolean => code === "invalid-input" && detail?.field === "upTo";

function saysOf(failure: Failure): string {
  if (isNewer(failure)) return words.vault.restartNewer;
  return failure.code === "offline" ? words.vault.restartOffline : sentence(failure);
}

function Losses({ voiding: { why, items, holders }, members }: { voiding: VoidingShape; members: MemberShape[] }) {
  const nameOf = (user: string): string => members.find((member) => member.user === user)?.name ?? words.items.somebody;
  const names = (users: string[]): string => users.map(nameOf).join(", ");
  const isFork = why === "fork";
  const known = items.filter(({ title }) => title !== null);
  const unknown = items.filter(({ title, isNew }) => title === null && isNew).length;
  const unreadable = items.length - known.length - unknown;
  return (
    <div>
      {holders.length > 0 && <Fact icon={UserRound}>{words.vault.restartHolders(names(holders))}</Fact>}
      {items.length === 0 && (
        <Fact icon={History}>{isFork ? words.vault.restartForkNothing : words.vault.restartNothing}</Fact>
      )}
      {known.slice(0, mostNamed).map(({ item, title, isNew, changes, by }) => (
        <Fact key={item} icon={isFork ? Undo2 : FileX2}>
          {isFork
            ? words.vault.restartForkItem(title ?? "", names(by))
            : words.vault.restartItem(title ?? "", { isNew, changes, by: names(by) })}
        </Fact>
      ))}
      {known.length > mostNamed && <Fact icon={FileX2}>{words.vault.restartMore(known.length - mostNamed)}</Fact>}
      {unknown > 0 && <Fact icon={FileX2}>{words.vault.restartUnknown(unknown)}</Fact>}
      {unreadable > 0 && <Fact icon={FileX2}>{words.vault.restartUnreadable(unreadable)}</Fact>}
      {items.length > 0 && !isFork && <Fact icon={Undo2}>{words.vault.restartDrafts}</Fact>}
      <Fact icon={KeyRound}>{words.vault.restartKept}</Fact>
    </div>
  );
}
