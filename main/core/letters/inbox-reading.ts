/**
 * An inbox as it was read last, at once; while it is another by now it is read in the background. For screens, which wait for
 * no letter. What clears it: lock.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { countIn } from "../store/letter-rows.ts";
import type { InboxContent } from "./incoming.ts";
import type { Letters } from "./letters.ts";
import type { LettersArea } from "./letters-area.ts";

type Area = Pick<LettersArea, "db" | "keyring" | "log" | "profile"> & { letters: Pick<Letters, "read"> };
type State = ReturnType<LettersArea["log"]["state"]>;

/** `isRead` false: there is more by now. */
export type InboxNow = Pick<InboxContent, "letters" | "gaps"> & { isRead: boolean; read(): Promise<void> };

/** The inbox of the vault that `vaultOf` finds; null for who does not read it. */
export function createInboxReading(area: Area, vaultOf: (state: State) => VaultId | undefined): () => InboxNow | null {
  let held: { mark: string; content: InboxContent } | null = null;
  let reading: Promise<void> | null = null;

  async function read(vault: VaultId, mark: string): Promise<void> {
    held = { mark, content: await area.letters.read(vault) };
  }

  return () => {
    const state = area.log.state();
    const vault = vaultOf(state);
    if (vault === undefined || rightOf(state, area.profile.user, vault) === null) return null;
    const mark = `${state.head.hash} ${countIn(area.db, vault)} ${area.keyring.current(vault) !== null}`;
    return {
      ...{ letters: held?.content.letters ?? [], gaps: held?.content.gaps ?? [], isRead: held?.mark === mark },
      read() {
        reading ??= read(vault, mark).finally(() => {
          reading = null;
        });
        return reading;
      },
    };
  };
}
