/** Letters of an unlocked profile: written, sent, fetched, read [protocol: Letters]. What they ask for is done by the areas above. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { codeRule, ok, type Result } from "../../../shared/failures.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { createInboxKeys } from "./inbox-keys.ts";
import { createIncoming, type Incoming } from "./incoming.ts";
import type { LettersArea } from "./letters-area.ts";
import { createOutgoing, type Outgoing } from "./outgoing.ts";

export type Letters = Pick<Outgoing, "write" | "written"> &
  Pick<Incoming, "read" | "take" | "forget"> & {
    /** Publishes keys of own inboxes, sends what waits, fetches what came. */
    exchange(): Promise<Result<true>>;
  };

/** Puts the parts together. */
export function createLetters(area: LettersArea): Letters {
  const keys = createInboxKeys(area);
  const outgoing = createOutgoing(area, keys);
  const incoming = createIncoming(area, keys);
  return {
    write: outgoing.write,
    written: outgoing.written,
    read: incoming.read,
    take: incoming.take,
    forget: incoming.forget,
    async exchange() {
      let failed: Result<true> = ok(true);
      const inboxes = ownInboxes(area);
      const steps = [
        ...inboxes.map((vault) => () => keys.publish(vault)),
        outgoing.flush,
        ...inboxes.map((vault) => () => incoming.fetch(vault)),
      ];
      for (const step of steps) {
        const done = await step();
        // A server of before letters, or a right that ended meanwhile: nothing of it waits for a person.
        if (!done.ok && done.failure.code !== "not-found") failed = done;
        // Without a way to the server the rest would only wait for the same.
        if (!done.ok && codeRule(done.failure.code).about === "transport") return done;
      }
      return failed;
    },
  };
}

type State = ReturnType<LettersArea["log"]["state"]>;

/** The inboxes to which today's letters go and that this person reads: their own, and those of the team's tools, governance and audit. */
function ownInboxes({ log, profile }: LettersArea): VaultId[] {
  const state = log.state();
  const personal = state.personalVaults.get(profile.user);
  const found = [personal, toolsOf(state), governanceOf(state), auditOf(state)].filter((vault) => vault !== undefined);
  return found.filter((vault) => rightOf(state, profile.user, vault) !== null);
}

const systemVaultOf = ({ systemVaults, vaults }: State, kind: "tools" | "governance" | "audit"): VaultId | undefined =>
  systemVaults.find((vault) => vaults.get(vault)?.kind === kind);

/** The vault whose inbox takes requests of the team. */
export const governanceOf = (state: State): VaultId | undefined => systemVaultOf(state, "governance");

/** The vault whose inbox takes the activity of everybody's computers. */
export const auditOf = (state: State): VaultId | undefined => systemVaultOf(state, "audit");

/** The vault in which tools and accounts lie, and whose inbox takes what people say of their own. */
export const toolsOf = (state: State): VaultId | undefined => systemVaultOf(state, "tools");
