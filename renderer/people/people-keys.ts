/** The keys of People, for its two lists. */
import type { RefObject } from "react";
import { useKeys } from "../page/keys.ts";
import type { Covering } from "../page/use-covering.ts";

type KeysOf = {
  search: RefObject<HTMLInputElement | null>;
  covering: Covering;
  hasPerson: boolean;
  invite: (() => void) | null;
};

/** Search, open, new: the keys of this section. */
export function usePeopleKeys({ search, covering, hasPerson, invite }: KeysOf): void {
  useKeys({
    search: () => {
      covering.close(search.current);
      search.current?.focus();
      search.current?.select();
      return true;
    },
    // In the search, or beside it: a row that has the focus opens itself.
    main: () => hasPerson && covering.enter(),
    new: () => {
      invite?.();
      return invite !== null;
    },
  });
}
