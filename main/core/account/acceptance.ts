/** Being brought by another computer, as a session holds it: at most one at a time, and nothing of it once it ended. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { AcceptShape } from "../../../shared/contract/link-shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Ports } from "../ports.ts";
import { createTurns } from "../sync/turns.ts";
import { type Accepting, beginAccept, endsAccept } from "./link-accept.ts";
import type { ProfileHeld, SessionMachine } from "./session-state.ts";

export type Acceptance = ReturnType<typeof createAcceptance>;

/** None yet. */
export function createAcceptance({ ports, machine }: { ports: Ports; machine: SessionMachine<ProfileHeld> }) {
  let held: Accepting | null = null;
  let ends = 0;
  // A page asks again and again, also while a code is typed: one after the other.
  const turn = createTurns<"accept">();
  const end = (): void => {
    ends += 1;
    held?.drop();
    held = null;
  };
  const none = () => fail("not-found", { field: "link" }, "after-act");
  /** Ends what cannot go on: a person begins anew. */
  function ended<T>(answer: Result<T>): Result<T> {
    if (!answer.ok && endsAccept(answer.failure)) end();
    return answer;
  }
  async function takeCode(typed: string): Promise<Result<CommandOutput<"device.acceptCode">>> {
    if (held === null) return none();
    // While the profile is being written, whoever ends this wipes none of its keys; they are the waiting profile's from then on.
    const [taken, before] = [held, ends];
    held = null;
    const made = await taken.code(typed);
    if (!made.ok) {
      if (ends === before && !endsAccept(made.failure)) held = taken;
      else taken.drop();
      return made;
    }
    const { stored, db, secrets, plan } = made.value;
    machine.wait({ stored, db, keys: secrets.keys, plan }).begin();
    const { team, user, device } = stored.profile;
    return ok({ team, user, device, deviceSheet: { text: secrets.sheet }, state: "waiting" as const });
  }
  return {
    end,
    async begin(input: CommandParsed<"device.accept">): Promise<Result<AcceptShape>> {
      end();
      const begun = await beginAccept(ports, input);
      if (!begun.ok) return begun;
      held = begun.value;
      return ok(held.shape());
    },
    state: () =>
      turn("accept", async (): Promise<Result<AcceptShape>> => (held === null ? none() : ended(await held.state()))),
    code: (typed: string) => turn("accept", () => takeCode(typed)),
  };
}
