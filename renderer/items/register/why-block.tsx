/** At an item of a shared vault: why it is shared, who answers for it and until when; said in place. */
import { Pencil, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ItemDetail, MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { day } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { gapsOf } from "../../../shared/model/register.ts";
import { useNow } from "../../page/use-now.ts";
import { Avatar, Button, IconButton } from "../../ui/controls.tsx";
import { ExactText } from "../../ui/exact-text.tsx";
import { memberName } from "../shown/member-name.ts";
import { actsOn, isHere } from "./acts-on.ts";
import { GapBadge } from "./gap-badge.tsx";
import { WhyDialog, type WhyOf } from "./why-dialog.tsx";

type BlockProps = { detail: ItemDetail; vault: VaultShape; members: MemberShape[] };

/** The section; of what is no login only where somebody said something. */
export function WhyBlock({ detail, vault, members }: BlockProps) {
  const [of, setOf] = useState<WhyOf | null>(null);
  const now = useNow(true, 60_000);
  const { sharedLogin: shared, editable, item, title, version, kind } = detail;
  const gaps = kind === "login" ? gapsOf(shared, { now, isMember: (user) => isHere(members, user) }) : [];
  const open = (): void => setOf({ item, vault: vault.vault, title, version, shared });
  return (
    <section className="aside-block">
      <h3 className="line">
        <span className="section grow">{words.register.why}</span>
        {editable && shared !== null && <IconButton icon={Pencil} label={words.register.edit} onClick={open} />}
      </h3>
      {gaps.length > 0 && (
        <div className="why-gap">
          <GapBadge gaps={gaps} isMine={actsOn(shared, vault, members)} />
        </div>
      )}
      {shared === null ? (
        kind === "login" && <p className="meta">{words.register.unsaid}</p>
      ) : (
        <>
          {shared.reason.trim() !== "" && <p className="why-reason">{shared.reason}</p>}
          <dl className="aside-facts">
            <PersonFact label={words.register.owner} user={shared.owner} members={members} />
            <PersonFact label={words.register.deputy} user={shared.deputy} members={members} />
            {shared.alias !== null && (
              <Told label={words.register.alias}>
                <ExactText text={shared.alias} />
              </Told>
            )}
            {shared.reviewAt !== null && <Told label={words.register.review}>{day(shared.reviewAt)}</Told>}
            {shared.end !== null && <Told label={words.register.end}>{day(shared.end)}</Told>}
          </dl>
        </>
      )}
      {shared === null && editable && (
        <Button kind="quiet" className="add-line" onClick={open}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.register.say}
        </Button>
      )}
      {of !== null && <WhyDialog of={of} members={members} onClose={() => setOf(null)} />}
    </section>
  );
}

function Told({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function PersonFact({ label, user, members }: { label: string; user: string | null; members: MemberShape[] }) {
  const isSelf = members.some((one) => one.self && one.user === user);
  const name = user === null ? "" : memberName(user, members);
  return (
    <Told label={label}>
      {user === null ? (
        <span className="t2">{words.register.nobody}</span>
      ) : (
        <span className="line">
          <Avatar id={user} name={name} size={16} />
          <span className="cut">{isSelf ? words.items.you : name}</span>
        </span>
      )}
    </Told>
  );
}
