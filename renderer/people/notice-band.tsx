/** What changed for this person since they last looked, until they say that they saw it: one in a line, several in a list. */
import { BadgeCheck, Laptop, type LucideIcon, ShieldAlert, UserRoundCog, Vault, X } from "lucide-react";
import { useState } from "react";
import type { NoticeShape } from "../../shared/contract/notices.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import type { SectionName } from "../page/routes.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";

type Said = {
  /** Of this kind it could be somebody who is not them. */
  isGrave: boolean;
  icon: LucideIcon;
  what: string;
  advice: string;
  place: { section: SectionName; vault: string | null; says: string } | null;
};
type Names = {
  nameOf(user: string | null): string;
  titleOf(vault: string): string | null;
  /** It went meanwhile: nobody can remove it any more. */
  isGone(device: string): boolean;
  self: string;
};
type BandProps = { members: MemberShape[]; onShow(section: SectionName, vault: string | null): void };

/** Nothing where nothing changed. */
export function NoticeBand({ members, onShow }: BandProps) {
  const notices = useAnswer("notice.list", {}).value ?? [];
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const [isListed, setListed] = useState(false);
  const [first] = notices;
  if (first === undefined) return null;
  const names: Names = {
    nameOf: (user) => members.find((one) => one.user === user)?.name ?? "",
    titleOf(vault) {
      const found = vaults.find((one) => one.vault === vault);
      return found === undefined ? null : vaultTitle(found);
    },
    isGone: (device) => notices.some((one) => one.kind === "computer-gone" && one.device === device),
    self: members.find(({ self }) => self)?.user ?? "",
  };
  const seen = (): void => {
    setListed(false);
    void call("notice.seen", { upTo: first.notice }).then((done) => {
      if (!done.ok) tellFailure(done.failure);
      void queries.invalidateQueries({ queryKey: ["notice.list"] });
    });
  };
  const all = notices.map((notice) => said(notice, names));
  return (
    <>
      <Line said={all} onSeen={seen} {...{ onShow }} at={first.at} onList={() => setListed(true)} />
      {isListed && (
        <Dialog
          name="changes"
          title={words.changes.many(notices.length)}
          cancel={words.changes.later}
          done={words.changes.seen}
          onClose={() => setListed(false)}
          onDone={seen}
        >
          {all.map(({ icon, what, advice }, at) => (
            <Fact key={what + String(notices[at]?.notice)} icon={icon}>
              {what} <span className="t3">{timeOf(notices[at]?.at ?? null)}</span>
              {advice !== "" && <br />}
              {advice !== "" && <span className="meta">{advice}</span>}
            </Fact>
          ))}
        </Dialog>
      )}
    </>
  );
}

type LineProps = Pick<BandProps, "onShow"> & { said: Said[]; at: number | null; onSeen(): void; onList(): void };

function Line({ said: all, at, onSeen, onList, onShow }: LineProps) {
  const [first] = all;
  if (first === undefined) return null;
  const isOne = all.length === 1;
  const { icon: Icon, what, advice, place } = first;
  const isGrave = all.some((one) => one.isGrave);
  return (
    <aside className="alert-band" aria-label={words.changes.name}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" data-tone={isGrave ? "att" : undefined} />
      <p className="grow" role="status">
        <b>{isOne ? what : words.changes.many(all.length)}.</b>{" "}
        {isOne ? [timeOf(at), advice].filter((part) => part !== "").join(". ") : what}
      </p>
      {!isOne && <Button onClick={onList}>{words.changes.show}</Button>}
      {isOne && place !== null && <Button onClick={() => onShow(place.section, place.vault)}>{place.says}</Button>}
      {isOne && <IconButton icon={X} label={words.changes.close} onClick={onSeen} />}
    </aside>
  );
}

const timeOf = (at: number | null): string => (at === null ? "" : shortTime(at));

function said(notice: NoticeShape, names: Names): Said {
  const by = names.nameOf(notice.by);
  if (notice.kind === "access" || notice.kind === "archived") return ofVault(notice, by, names);
  if (notice.kind === "role") {
    const place = { section: "people" as const, vault: null, says: words.changes.toPeople };
    const what = words.changes.role(by, words.people.roles[notice.role]);
    return { isGrave: false, icon: UserRoundCog, what, advice: "", place };
  }
  return ofComputer(notice, names);
}

function ofVault(notice: Extract<NoticeShape, { kind: "access" | "archived" }>, by: string, { titleOf }: Names): Said {
  const title = titleOf(notice.vault);
  const vault = title ?? words.changes.aVault;
  const place = title === null ? null : { section: "items" as const, vault: notice.vault, says: words.changes.toVault };
  const plain = { isGrave: false, icon: Vault, advice: "", place };
  if (notice.kind === "archived") return { ...plain, what: words.changes.archived(by, vault) };
  const { permission, had } = notice;
  if (permission === null) return { ...plain, what: words.changes.taken(by, vault) };
  const say = had === null ? words.changes.given : words.changes.changed;
  return { ...plain, icon: BadgeCheck, what: say(by, vault, permission) };
}

/** Computers and sheets: one's own, and other people's for an admin. */
function ofComputer(notice: Extract<NoticeShape, { device: string }>, { nameOf, isGone, self }: Names): Said {
  const isOwn = notice.user === self;
  const toComputers = { section: "settings" as const, vault: null, says: words.changes.toComputers };
  const toPeople = { section: "people" as const, vault: null, says: words.changes.toPeople };
  if (notice.kind === "computer-gone") {
    const what = words.changes.computerGone(notice.by === self ? null : nameOf(notice.by));
    return { isGrave: false, icon: Laptop, what, advice: "", place: toComputers };
  }
  const isRecovered = notice.kind === "recovered";
  if (!isOwn) {
    const say = isRecovered ? words.changes.recoveredOf : words.changes.computerOf;
    const what = say(nameOf(notice.user));
    return { isGrave: isRecovered, icon: Laptop, what, advice: words.changes.askThem, place: toPeople };
  }
  const what = isRecovered ? words.changes.recovered : words.changes[notice.kind];
  const advice = isGone(notice.device) ? words.changes.notYouGone : words.changes.notYou;
  return { isGrave: true, icon: ShieldAlert, what, advice, place: toComputers };
}
