/** Inviting somebody: a name, an address, and then a message that the admin sends themselves. */
import { Mail, Ticket } from "lucide-react";
import { useState } from "react";
import type { CommandOutput } from "../../shared/contract/commands.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { inviteMessage } from "../../shared/copy/invite-message.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact, useReturnFocus } from "../ui/dialog.tsx";
import { FieldError, TextField } from "../ui/inputs.tsx";

/** Both halves: asking, and the message. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [made, setMade] = useState<CommandOutput<"invite.create"> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  // The second dialog opens from the first, which is gone when it closes: the focus goes back to where both began.
  useReturnFocus();
  const make = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("invite.create", {
      name: name.trim(),
      ...(email.trim() === "" ? {} : { emails: [email.trim()] }),
    });
    setBusy(false);
    if (answer.ok) setMade(answer.value);
    else setFailure(answer.failure);
  };
  if (made !== null) return <InviteReady name={name} made={made} onClose={onClose} />;
  return (
    <Dialog
      title={words.people.inviteTitle}
      onClose={onClose}
      onDone={() => void make()}
      done={words.people.inviteDone}
      isBusy={isBusy}
      canDo={name.trim() !== ""}
    >
      <TextField
        label={words.people.name}
        data-autofocus
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={words.people.email}
        type="email"
        value={email}
        maxLength={254}
        onChange={(event) => setEmail(event.target.value)}
        note={
          <p className="meta" style={{ marginTop: 6 }}>
            {words.people.emailNote}
          </p>
        }
      />
      <Fact icon={Ticket}>{words.people.readyNote}</Fact>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
    </Dialog>
  );
}

type ReadyProps = { name: string; made: CommandOutput<"invite.create">; onClose(): void };

/** The message that carries the code. */
function InviteReady({ name, made, onClose }: ReadyProps) {
  const copy = async (): Promise<void> => {
    const copied = await call("invite.copy", { invite: made.invite, text: inviteMessage(made) });
    if (!copied.ok) return tellFailure(copied.failure);
    tell(words.people.copied);
    onClose();
  };
  return (
    <Dialog
      title={words.people.readyTitle(name)}
      onClose={onClose}
      onDone={() => void copy()}
      done={words.people.copyMessage}
    >
      <Fact icon={Mail}>{words.people.readyNote}</Fact>
      <textarea
        className="input mono"
        readOnly
        rows={8}
        aria-label={words.join.code}
        value={inviteMessage(made)}
        data-testid="invite-message"
        onFocus={(event) => event.target.select()}
      />
    </Dialog>
  );
}
