/** Who can open an item: people, what they may, until when, and who still waits for the key. */
import { Hourglass, KeyRound, UserPlus } from "lucide-react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Avatar, Badge, Button } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { type Opener, openersIn } from "../vaults/reader.ts";
import { vaultTitle } from "../vaults/vault-title.ts";

type WhoProps = { vault: VaultShape; members: MemberShape[]; onShare: (() => void) | null };

/** The section under the fields. */
export function WhoCanOpen({ vault, members, onShare }: WhoProps) {
  const isAlone = vault.readers.length < 2;
  const isByGroup = vault.readers.some(({ groups }) => groups !== undefined);
  const groups = useAnswer("group.list", {}, isByGroup).value ?? [];
  const self = members.find((one) => one.self)?.user ?? "";
  const openers = openersIn(vault, vaultTitle(vault), { members, groups, self });
  return (
    <section className="block">
      <div className="block-head">
        <h3 className="section">{isAlone ? words.items.onlyYou : words.items.who}</h3>
        <span className="t3 grow">{!isAlone && words.count.people(vault.readers.length)}</span>
        {onShare !== null && (
          <Button kind="quiet" onClick={onShare} className="share">
            <UserPlus size={14} strokeWidth={1.75} aria-hidden="true" />
            {isAlone ? words.itemActs.share : words.items.share}
          </Button>
        )}
      </div>
      {!isAlone && (
        <div>
          {openers.map((opener) => (
            <Person key={opener.reader.user} opener={opener} />
          ))}
        </div>
      )}
    </section>
  );
}

function Person({ opener }: { opener: Opener }) {
  const { reader, name, why } = opener;
  const { user, permission, end, keyPending } = reader;
  return (
    <div className="person-row">
      <Avatar id={user} name={name} size={24} />
      <TwoLines
        title={name}
        fact={<span className="row-fact">{words.items.can[permission]}</span>}
        meta={why}
        badge={
          keyPending === true ? (
            <Badge icon={KeyRound} small>
              {words.items.waitsForKey}
            </Badge>
          ) : end !== undefined ? (
            <Badge icon={Hourglass} small>
              {words.items.ends(shortDay(end))}
            </Badge>
          ) : null
        }
      />
    </div>
  );
}
