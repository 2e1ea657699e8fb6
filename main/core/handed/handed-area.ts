/** What handing codes stands on, made once when a profile is composed. */
import type { CodeShape } from "../../../shared/contract/shapes.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { Letters } from "../letters/letters.ts";
import type { LettersArea } from "../letters/letters-area.ts";
import type { Copies } from "../local/copies.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { ToolsArea } from "../tools/register.ts";

export type HandedArea = ToolsArea &
  Pick<LettersArea, "db" | "emit" | "ports"> &
  Pick<OpenedProfile, "history"> & {
    letters: Pick<Letters, "read" | "write" | "written">;
    copies: Pick<Copies, "write">;
    /** The codes of one login now; fails as `item.code` does. */
    codeOf(item: ItemId): Promise<Result<CodeShape>>;
    /** The time by which this computer and its server agree; null before the server said one. */
    agreedTime(): number | null;
    requestSync(): void;
  };
