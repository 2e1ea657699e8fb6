/** One tool: its accounts, its people, its notes; at the right what is said of it. */
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import type { AccountShape, ToolDetail } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { itemLink } from "../../shared/model/item-links.ts";
import { call, useAnswer } from "../client/client.ts";
import { useKeys } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useStep } from "../page/use-route.ts";
import { Avatar, Button, Mark } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";
import { AccountDialog } from "./account-dialog.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { ToolAbout } from "./tool-about.tsx";
import { ToolAccounts } from "./tool-accounts.tsx";
import { ToolDialog } from "./tool-dialog.tsx";
import type { Active } from "./tool-filters.ts";

type DetailProps = {
  tool: string;
  members: MemberShape[];
  active: Active;
  names: ReadonlyMap<string, string>;
  onBack(): void;
  onTool(tool: string): void;
  onItem(address: string): void;
};

const tabs = ["accounts", "people", "notes"] as const;
type TabName = (typeof tabs)[number];

/** The page; Escape leads back to the list. */
export function ToolPage(props: DetailProps) {
  const { tool, onBack } = props;
  useStep("tool");
  useLayer("sheet", onBack);
  const answer = useAnswer("tool.get", { tool: tool as ItemId });
  return (
    <main className="detail tool-page" tabIndex={-1} aria-label={answer.value?.name ?? words.tools.list}>
      {answer.value === undefined ? (
        <>
          <Way name="" onBack={onBack} />
          {!answer.isLoading && <p className="list-note">{words.tools.gone}</p>}
        </>
      ) : (
        <Shown {...props} shown={answer.value} />
      )}
    </main>
  );
}

/** The way back, and what this is. */
function Way({ name, onBack }: { name: string; onBack(): void }) {
  return (
    <span className="line grow">
      <button type="button" className="link" onClick={onBack}>
        {words.tools.back}
      </button>
      <ChevronRight size={14} className="t3" aria-hidden="true" />
      <span className="section cut">{name}</span>
    </span>
  );
}

type ShownProps = DetailProps & { shown: ToolDetail };
type Open = "edit" | "account" | "merge" | null;

function Shown(props: ShownProps) {
  const { shown, onBack, active, names, onTool, members, onItem } = props;
  const [tab, setTab] = useState<TabName>("accounts");
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const may = (what: Open) => () => {
    if (shown.mayEdit) setOpen(what);
    return shown.mayEdit;
  };
  useKeys({ edit: may("edit"), new: may("account") });
  const twin = shown.twin === null ? undefined : names.get(shown.twin);
  return (
    <>
      <div className="band detail-band">
        <Way name={shown.name} onBack={onBack} />
        {shown.mayEdit && <Acts shown={shown} onOpen={setOpen} />}
      </div>
      <div className="tool-title">
        <Mark id={shown.tool} name={shown.name} size={40} />
        <div className="grow">
          <h2 className="screen-title title-text">{shown.name}</h2>
          <p className="meta mono">{shown.domains.join(", ")}</p>
        </div>
      </div>
      {twin !== undefined && (
        <p className="list-note line">
          <span className="grow">{words.tools.twin(twin)}</span>
          {shown.mayEdit && <Button onClick={() => setOpen("merge")}>{words.tools.merge(twin)}</Button>}
        </p>
      )}
      <div className="tool-body">
        <div className="tool-part">
          <Tabs tab={tab} onTab={setTab} />
          {tab === "accounts" && (
            <ToolAccounts shown={shown} members={members} onItem={(item) => onItem(itemLink(item))} />
          )}
          {tab === "people" && <People accounts={shown.accountList} members={members} />}
          {tab === "notes" && <p className="tool-notes">{shown.notes ?? words.tools.notesNone}</p>}
        </div>
        <ToolAbout {...{ shown, active, names }} />
      </div>
      {open === "edit" && <ToolDialog {...{ tool: shown, active, names }} onClose={close} onSaved={() => undefined} />}
      {open === "account" && <AccountDialog {...{ shown, active }} onClose={close} />}
      {open === "merge" && shown.twin !== null && (
        <MergeDialog {...{ shown, twin: { tool: shown.twin, name: twin ?? "" } }} onClose={close} onMerged={onTool} />
      )}
    </>
  );
}

function Acts({ shown, onOpen }: { shown: ToolDetail; onOpen(what: Open): void }) {
  const isArchived = shown.state === "archived";
  const archive = async (): Promise<void> => {
    const done = await call("tool.archive", { tool: shown.tool as ItemId, archived: !isArchived });
    if (!done.ok) return tellFailure(done.failure);
    tell(isArchived ? words.tools.unarchived(shown.name) : words.tools.archived(shown.name));
  };
  return (
    <span className="band-acts">
      <Button kind="quiet" onClick={() => void archive()}>
        {isArchived ? words.tools.unarchive : words.tools.archive}
      </Button>
      <Button kind="quiet" shortcut="E" onClick={() => onOpen("edit")}>
        {words.tools.edit}
      </Button>
      <Button kind="main" shortcut="N" onClick={() => onOpen("account")}>
        {words.tools.addAccount}
      </Button>
    </span>
  );
}

/** Radios drawn as tabs: arrow keys lead from one to the next. */
function Tabs({ tab, onTab }: { tab: TabName; onTab(tab: TabName): void }) {
  const id = useId();
  return (
    <div className="segments tool-tabs" role="radiogroup" aria-label={words.tools.tabsName}>
      {tabs.map((name) => (
        <label key={name}>
          <input type="radio" name={id} checked={tab === name} onChange={() => onTab(name)} />
          {words.tools.tabs[name]}
        </label>
      ))}
    </div>
  );
}

/** Everybody with an account of their own, each once. */
function People({ accounts, members }: { accounts: AccountShape[]; members: MemberShape[] }) {
  const users = new Set(accounts.flatMap(({ user }) => user ?? []));
  const people = members.filter(({ user }) => users.has(user));
  if (people.length === 0) return <p className="list-note">{words.tools.peopleNone}</p>;
  return (
    <ul className="tool-people">
      {people.map(({ user, name, state }) => (
        <li key={user} className="line">
          <Avatar id={user} name={name} size={24} />
          <span className="cut grow">{name}</span>
          {state !== "active" && <span className="meta">{words.tools.former}</span>}
        </li>
      ))}
    </ul>
  );
}
