/** An older version of an item, field by field, beside what is there now; it can become the current one again. */
import { ChevronLeft, CopyPlus, File as FileIcon, History as HistoryIcon, TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import type { ItemDetail, ItemVersionShape, MemberShape, VersionDetail } from "../../shared/contract/shapes.ts";
import { day, shortTime } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { shownKey } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useStep } from "../page/use-route.ts";
import { Avatar, Button, IconButton } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { useLayer } from "../ui/layers.ts";
import { Alert } from "../ui/rows.tsx";
import { History } from "./history.tsx";
import { callAsking } from "./shown/ask-again.tsx";
import { memberName } from "./shown/member-name.ts";
import { VersionTable } from "./version-table.tsx";

type ViewProps = {
  detail: ItemDetail;
  version: ItemVersionShape;
  members: MemberShape[];
  onOpen(version: number): void;
  onClose(): void;
};

/** In place of the detail, over the list. */
export function VersionView({ detail, version, members, onOpen, onClose }: ViewProps) {
  const { item, history } = detail;
  const then = useAnswer("item.version", { item, version: version.version });
  const [isAsked, setAsked] = useState(false);
  const pane = useRef<HTMLElement>(null);
  useStep("item-version");
  useLayer("sheet", onClose);
  const when = shortTime(version.time);
  // Asked for before the version is here, it goes on as soon as that is.
  const canRestore = detail.editable && then.failure === null && version.version !== detail.version;
  const step = (by: number): void => {
    const there = history.filter(({ purged }) => purged === undefined);
    const next = there[there.findIndex((one) => one.version === version.version) + by];
    if (next !== undefined) onOpen(next.version);
  };
  return (
    <main
      ref={pane}
      className="detail version-pane"
      tabIndex={-1}
      aria-label={words.versions.title(when)}
      onKeyDown={(event) => {
        const isRestore = event.key === "Enter" && event.target === pane.current && canRestore;
        if (!isRestore && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        if (isRestore) setAsked(true);
        else step(event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      <Band title={detail.title} when={when} onClose={onClose} onRestore={canRestore ? () => setAsked(true) : null} />
      <div className="detail-cols">
        <div className="detail-body">
          <p className="line version-by">
            <Avatar id={version.user} name={memberName(version.user, members)} size={20} />
            {words.versions.by(memberName(version.user, members), when)}
          </p>
          <Shown then={then.value} failure={then.failure} detail={detail} version={version} members={members} />
        </div>
        <aside className="detail-aside" aria-label={words.items.history}>
          <History item={item} detail={detail} members={members} selected={version.version} onOpen={onOpen} />
        </aside>
      </div>
      {isAsked && then.value !== undefined && (
        <Restore
          detail={detail}
          version={version}
          filesDiffer={then.value.differs.includes("attachments")}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false);
            onClose();
          }}
        />
      )}
    </main>
  );
}

type BandProps = { title: string; when: string; onClose(): void; onRestore: (() => void) | null };

function Band({ title, when, onClose, onRestore }: BandProps) {
  return (
    <div className="band detail-band">
      <IconButton icon={ChevronLeft} label={words.act.back} onClick={onClose} />
      <span className="grow line cut">
        <span className="t2 cut">{title}</span>
        <h2 className="title cut">{words.versions.title(when)}</h2>
      </span>
      <Button kind="quiet" shortcut={shownKey("cancel")} onClick={onClose}>
        {words.versions.close}
      </Button>
      {onRestore !== null && (
        <Button kind="main" shortcut={shownKey("main")} onClick={onRestore}>
          {words.versions.restore}
        </Button>
      )}
    </div>
  );
}

type ShownProps = Pick<ViewProps, "detail" | "version" | "members"> & {
  then: VersionDetail | undefined;
  failure: Parameters<typeof sentence>[0] | null;
};

function Shown({ then, failure, detail, version, members }: ShownProps) {
  if (failure !== null)
    return version.isDamaged === true ? (
      <Alert icon={TriangleAlert} tone="act" title={words.versions.damaged}>
        {words.versions.damagedNote(memberName(version.user, members))}
      </Alert>
    ) : (
      <Alert icon={TriangleAlert} title={sentence(failure)} />
    );
  if (then === undefined) return null;
  const open = (of: VersionDetail | ItemDetail): Record<string, string> => ({
    title: of.title,
    username: of.username ?? "",
    urls: of.urls.map(({ url }) => url).join("\n"),
    tags: of.tags.join(", "),
    expires: of.expires === null ? "" : day(of.expires),
  });
  return (
    <>
      <VersionTable detail={detail} then={then} openThen={open(then)} openNow={open(detail)} />
      <p className="meta version-note">{words.versions.note}</p>
    </>
  );
}

type RestoreProps = Pick<ViewProps, "detail" | "version"> & {
  filesDiffer: boolean;
  onClose(): void;
  onDone(): void;
};

function Restore({ detail, version, filesDiffer, onClose, onDone }: RestoreProps) {
  const [isBusy, setBusy] = useState(false);
  // What the person saw when they asked for it.
  const [base] = useState(detail.version ?? 0);
  const restore = async (): Promise<void> => {
    setBusy(true);
    const restored = await callAsking("item.restore", { item: detail.item, version: version.version, base });
    setBusy(false);
    if (!restored.ok) return tellFailure(restored.failure);
    tell(words.notices.versionRestored(detail.title, shortTime(version.time)));
    onDone();
  };
  return (
    <Dialog
      name="version-restore"
      title={words.versions.restoreTitle(detail.title, shortTime(version.time))}
      onClose={onClose}
      onDone={() => void restore()}
      done={words.versions.restoreDone}
      isBusy={isBusy}
    >
      <div>
        <Fact icon={CopyPlus}>{words.versions.restoreNew((detail.version ?? 0) + 1)}</Fact>
        <Fact icon={HistoryIcon}>{words.versions.restoreKept}</Fact>
        {filesDiffer && <Fact icon={FileIcon}>{words.versions.filesStay}</Fact>}
      </div>
    </Dialog>
  );
}
