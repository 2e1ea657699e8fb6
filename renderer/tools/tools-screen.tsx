/** Tools: which products the team uses, whose they are, and who has an account. */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { CountedPart } from "../../shared/contract/coverage-shapes.ts";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import type { ToolRow } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { CoverageScreen } from "../coverage/coverage-screen.tsx";
import { ToolViews } from "../coverage/tool-views.tsx";
import { useKeys } from "../page/keys.ts";
import { placeOf } from "../page/list-keys.ts";
import { useRoute } from "../page/use-route.ts";
import { Button, Chip } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { OwnAccounts } from "./own-accounts.tsx";
import { SharedCount } from "./shared-count.tsx";
import { ToolPage } from "./tool-detail.tsx";
import { ToolDialog } from "./tool-dialog.tsx";
import { type Active, activeNames, type FilterName, filteredTools, filterNames, foundTools } from "./tool-filters.ts";
import { ToolSuggestions } from "./tool-suggestions.tsx";
import { ToolTable } from "./tool-table.tsx";

type ScreenProps = {
  status: AccountStatus;
  members: MemberShape[];
  onItem(address: string): void;
  onRegister(): void;
};
type Shown = { tool: string } | "suggestions" | "coverage" | "own" | null;

/** The screen: the list, one tool, or what could be one. */
export function ToolsScreen({ status, members, onItem, onRegister }: ScreenProps) {
  useRoute("tools");
  const [shown, setShown] = useState<Shown>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const answer = useAnswer("tool.list", {}).value;
  const rows = answer?.tools ?? [];
  const coverage = useAnswer("coverage.get", {}, true, true).value;
  const factors = useMemo(() => new Map((coverage?.tools ?? []).map((part) => [part.id, part])), [coverage]);
  const active = useMemo(() => activeNames(members), [members]);
  const names = useMemo(() => new Map((answer?.tools ?? []).map(({ tool, name }) => [tool, name])), [answer]);
  const open = (tool: string): void => {
    setPicked(tool);
    setShown({ tool });
  };
  const back = (): void => setShown(null);
  if (shown === "suggestions") return <ToolSuggestions active={active} onBack={back} />;
  const views = (
    <ToolViews
      view={shown === "coverage" || shown === "own" ? shown : "table"}
      onView={(view) => setShown(view === "table" ? null : view)}
    />
  );
  if (shown === "coverage") return <CoverageScreen {...{ views, members, onItem }} />;
  if (shown === "own") return <OwnAccounts {...{ views, status, tools: rows }} />;
  if (shown !== null)
    return <ToolPage tool={shown.tool} {...{ members, active, names, onItem }} onBack={back} onTool={open} />;
  return (
    <ToolsList
      {...{ rows, names, active, factors, picked, views, self: status.user ?? "", mayEdit: answer?.mayEdit === true }}
      isLoading={answer === undefined}
      onPick={setPicked}
      onOpen={open}
      onSuggestions={() => setShown("suggestions")}
      onRegister={onRegister}
    />
  );
}

type ListProps = {
  rows: ToolRow[];
  names: ReadonlyMap<string, string>;
  active: Active;
  self: string;
  mayEdit: boolean;
  isLoading: boolean;
  factors: ReadonlyMap<string, CountedPart>;
  picked: string | null;
  views: ReactNode;
  onPick(tool: string | null): void;
  onOpen(tool: string): void;
  onSuggestions(): void;
  onRegister(): void;
};

function ToolsList(props: ListProps) {
  const { rows, names, active, factors, self, mayEdit, isLoading, picked, views, onPick, onOpen, onSuggestions } =
    props;
  const [text, setText] = useState("");
  const [filter, setFilter] = useState<FilterName>("all");
  const [isAdding, setAdding] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const filtered = useMemo(() => filteredTools(rows, self, active), [rows, self, active]);
  const seen = useMemo(() => foundTools(filtered[filter], text, active), [filtered, filter, text, active]);
  const at = Math.max(
    0,
    seen.findIndex(({ tool }) => tool === picked),
  );
  useEffect(() => {
    search.current?.focus();
  }, []);
  const keyPressed = (event: KeyboardEvent): void => {
    const to = placeOf(event, at, seen.length);
    if (to === null) return;
    event.preventDefault();
    onPick(seen[to]?.tool ?? null);
  };
  useToolsKeys({ search, first: seen[at]?.tool, onOpen, onNew: mayEdit ? () => setAdding(true) : null });
  const label = words.tools.search(rows.length);
  return (
    <section className="tools list-col" aria-label={words.section.tools}>
      <div className="band">
        <h1 className="title not-small">{words.section.tools}</h1>
        {views}
        <SearchField
          ref={search}
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={keyPressed}
        />
        <span className="grow" />
        {mayEdit && <Button onClick={onSuggestions}>{words.tools.suggestions}</Button>}
        {mayEdit && (
          <Button kind="main" shortcut="N" onClick={() => setAdding(true)}>
            {words.tools.add}
          </Button>
        )}
      </div>
      <SharedCount onRegister={props.onRegister} />
      <Filters {...{ filter, filtered }} onFilter={setFilter} />
      {seen.length === 0 && !isLoading ? (
        <NoTools isFirst={rows.length === 0} mayEdit={mayEdit} text={text.trim()} />
      ) : (
        <ToolTable {...{ rows: seen, names, active, factors, at, onOpen }} onKey={keyPressed} />
      )}
      {isAdding && <ToolDialog tool={null} {...{ active, names }} onClose={() => setAdding(false)} onSaved={onOpen} />}
    </section>
  );
}

type KeysOf = {
  search: { current: HTMLInputElement | null };
  first: string | undefined;
  onOpen(tool: string): void;
  onNew: (() => void) | null;
};

function useToolsKeys({ search, first, onOpen, onNew }: KeysOf): void {
  useKeys({
    search: () => {
      search.current?.focus();
      search.current?.select();
      return true;
    },
    main: () => {
      if (first !== undefined) onOpen(first);
      return first !== undefined;
    },
    new: () => {
      onNew?.();
      return onNew !== null;
    },
  });
}

type FiltersProps = {
  filter: FilterName;
  filtered: Record<FilterName, ToolRow[]>;
  onFilter(filter: FilterName): void;
};

/** Those that keep no tool are not offered. */
function Filters({ filter, filtered, onFilter }: FiltersProps) {
  const offered = filterNames.filter((name) => name === "all" || name === filter || filtered[name].length > 0);
  return (
    <div className="chips tools-filters">
      {offered.map((name) => (
        <Chip
          key={name}
          isOn={name === filter}
          count={filtered[name].length.toLocaleString("en")}
          onPick={() => onFilter(name)}
        >
          {words.tools.filters[name]}
        </Chip>
      ))}
    </div>
  );
}

function NoTools({ isFirst, mayEdit, text }: { isFirst: boolean; mayEdit: boolean; text: string }) {
  if (!isFirst) return <p className="list-note grow">{text === "" ? words.tools.noneHere : words.tools.none(text)}</p>;
  return (
    <div className="list-note grow">
      <h2 className="section">{words.tools.firstTitle}</h2>
      <p className="t2">{words.tools.firstNote}</p>
      {!mayEdit && <p className="t2">{words.tools.firstMember}</p>}
    </div>
  );
}
