/** Changes that cannot be sent and stand in no list of items, deletions and names: each with its reason, to be given up. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { UnsentShape, VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { isFailureCode } from "../../shared/failures.ts";
import { Badge, Mark } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { DiscardUnsent } from "./discard-unsent.tsx";

type RowsProps = { unsent: UnsentShape[]; vaults: VaultShape[] };

/** One row each. */
export function UnsentRows({ unsent, vaults }: RowsProps) {
  const [asked, setAsked] = useState<UnsentShape | null>(null);
  return (
    <>
      {unsent.map((one) => (
        <button key={`${one.vault}/${one.item}`} type="button" className="row" onClick={() => setAsked(one)}>
          <Mark id={one.item} name={words.unsent.name(one.kind, one.title)} />
          <TwoLines
            title={words.unsent.name(one.kind, one.title)}
            meta={about(one, vaults)}
            badge={
              <Badge icon={Trash2} small>
                {words.items.unsentDiscard}
              </Badge>
            }
          />
        </button>
      ))}
      {asked !== null && <DiscardUnsent unsent={asked} note={why(asked)} onClose={() => setAsked(null)} />}
    </>
  );
}

function about({ kind, vault }: UnsentShape, vaults: VaultShape[]): string {
  const found = vaults.find((one) => one.vault === vault);
  return found === undefined ? words.unsent.what[kind] : `${words.unsent.what[kind]}, ${vaultTitle(found)}`;
}

function why({ reason }: UnsentShape): string | undefined {
  return reason !== null && isFailureCode(reason) ? sentence({ code: reason }) : undefined;
}
