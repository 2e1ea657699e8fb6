/** Who can open an item: people, what they may, until when, and who still waits for the key. */
import { Hourglass, KeyRound, UserPlus } from "lucide-react";
import type { MemberShape, ReaderShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar, Badge, Button } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";

type WhoProps = { vault: VaultShape; members: MemberShape[]; onShare: (() => void) | null };

/** The section under the fields. */
export function WhoCanOpen({ vault, members, onShare }: WhoProps) {
  const isAlone = vault.readers.length < 2;
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
          {vault.readers.map((access) => (
            <Person
              key={access.user}
              access={access}
              vault={vaultTitle(vault)}
              member={members.find(({ user }) => user === access.user)}
            />
          ))}
        </div>
      )}
    </section>
  );
}

type PersonProps = { access: ReaderShape; vault: string; member: MemberShape | undefined };

function Person({ access, vault, member }: PersonProps) {
  const { user, permission, end, keyPending } = access;
  const name = member === undefined ? words.items.somebody : member.self ? words.items.you : member.name;
  return (
    <div className="person-row">
      <Avatar id={user} name={member?.name ?? ""} size={24} />
      <TwoLines
        title={name}
        fact={<span className="row-fact">{words.items.can[permission]}</span>}
        meta={member === undefined ? "" : words.items.via(words.people.roles[member.role], vault)}
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
