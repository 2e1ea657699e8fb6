/** The accounts behind a number: by how they stand, searchable, as a file. */
import { ChevronRight, CircleAlert } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { CoveragePage, CoverageRow } from "../../shared/contract/coverage-shapes.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { itemLink } from "../../shared/model/item-links.ts";
import { call, useAnswer } from "../client/client.ts";
import { useKeys } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useStep } from "../page/use-route.ts";
import { Badge, Button, Chip, Mark } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { useLayer } from "../ui/layers.ts";
import { Alert } from "../ui/rows.tsx";
import { standings } from "./counts.ts";
import { loginsInTurn, SettleInTurn } from "./settle-in-turn.tsx";
import { StandingBadge } from "./standing-badge.tsx";

type Query = CommandInput<"coverage.export">;
/** What was chosen, and what it is called where that is no standing. */
export type Chosen = { query: Query; name: string | null };

const rowsAtOnce = 100;
const rowsMost = 500;

type ListProps = {
  chosen: Chosen;
  members: MemberShape[];
  onChoose(chosen: Chosen): void;
  onItem(address: string): void;
  onBack(): void;
};

/** In place of the figure; Escape leads back. */
export function CoverageList({ chosen, members, onChoose, onItem, onBack }: ListProps) {
  useStep("coverage-list");
  useLayer("sheet", onBack);
  const [text, setText] = useState("");
  const [limit, setLimit] = useState(rowsAtOnce);
  const [isSettling, setSettling] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const query = { ...chosen.query, ...(text.trim() === "" ? {} : { text: text.trim() }) };
  const answer = useAnswer("coverage.list", { ...query, limit }, true, true);
  useEffect(() => {
    search.current?.focus();
  }, []);
  useKeys({
    search: () => {
      search.current?.focus();
      return true;
    },
  });
  const page = answer.value;
  const unsettled = useMemo(() => loginsInTurn(page?.rows ?? []), [page]);
  const nameOf = nameIn(members);
  return (
    <main className="detail coverage" aria-label={words.coverage.list}>
      <div className="band detail-band">
        <Way {...{ chosen, page, onBack }} />
        <SearchField
          ref={search}
          aria-label={words.coverage.search}
          placeholder={words.coverage.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="grow" />
        <Button onClick={() => void save(query)}>{words.coverage.save}</Button>
        {unsettled.length > 0 && (
          <Button kind="main" onClick={() => setSettling(true)}>
            {words.settleInTurn.begin}
          </Button>
        )}
      </div>
      {isSettling && <SettleInTurn logins={unsettled} nameOf={nameOf} onClose={() => setSettling(false)} />}
      {page !== undefined && <Chips {...{ chosen, page, onChoose }} />}
      {answer.failure !== null && <Alert icon={CircleAlert} tone="act" title={sentence(answer.failure)} isNow />}
      <div className="coverage-rows">
        {page !== undefined && page.rows.length === 0 && <p className="list-note">{words.coverage.none}</p>}
        {page !== undefined && page.rows.length > 0 && <Table rows={page.rows} {...{ members, onItem }} />}
        {page !== undefined && page.total > page.rows.length && limit < rowsMost && (
          <Button kind="quiet" className="add-line" onClick={() => setLimit(rowsMost)}>
            {words.coverage.more(Math.min(page.total, rowsMost) - page.rows.length)}
          </Button>
        )}
        <p className="meta coverage-foot">{words.coverage.csvNote}</p>
      </div>
    </main>
  );
}

async function save(query: Query): Promise<void> {
  const saved = await call("coverage.export", query);
  if (saved.ok) tell(words.coverage.saved(saved.value.rows, saved.value.name));
  else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
}

type WayProps = { chosen: Chosen; page: CoveragePage | undefined; onBack(): void };

function Way({ chosen: { query, name }, page, onBack }: WayProps) {
  const standing = query.standing === undefined ? words.coverage.all : words.coverage.standings[query.standing][0];
  const all = page === undefined ? 0 : Object.values(page.counts).reduce((sum, count) => sum + count, 0);
  return (
    <span className="line coverage-way">
      <button type="button" className="link" onClick={onBack}>
        {words.coverage.title}
      </button>
      <ChevronRight size={14} className="t3" aria-hidden="true" />
      <span className="section cut">{name ?? (query.differs === true ? words.coverage.onlyDiffers : standing)}</span>
      {page !== undefined && <span className="meta not-small">{words.coverage.listOf(page.total, all)}</span>}
    </span>
  );
}

type ChipsProps = { chosen: Chosen; page: CoveragePage; onChoose(chosen: Chosen): void };

function Chips({ chosen, page, onChoose }: ChipsProps) {
  const { standing: _, ...rest } = chosen.query;
  const all = Object.values(page.counts).reduce((sum, count) => sum + count, 0);
  const chip = (name: string, count: number, query: Query) => (
    <Chip
      key={name}
      isOn={query.standing === chosen.query.standing}
      count={count.toLocaleString("en")}
      onPick={() => onChoose({ ...chosen, query })}
    >
      {name}
    </Chip>
  );
  return (
    <div className="chips coverage-chips">
      {chip(words.coverage.all, all, rest)}
      {standings.map((standing) =>
        chip(words.coverage.standings[standing][0], page.counts[standing], { ...rest, standing }),
      )}
    </div>
  );
}

const nameIn =
  (members: readonly MemberShape[]) =>
  (user: string | null): string =>
    members.find((member) => member.user === user)?.name ?? words.coverage.former;

type TableProps = { rows: readonly CoverageRow[]; members: MemberShape[]; onItem(address: string): void };

function Table({ rows, members, onItem }: TableProps) {
  const { columns } = words.coverage;
  const nameOf = nameIn(members);
  return (
    <table className="table coverage-table">
      <thead>
        <tr>
          {[columns.login, columns.username, columns.where, columns.state, columns.why, columns.said].map((name) => (
            <th key={name}>{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.id} {...{ row, nameOf, onItem }} />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = { row: CoverageRow; nameOf(user: string | null): string; onItem(address: string): void };

function Line({ row, nameOf, onItem }: LineProps) {
  const { id, item, title, username, toolName, user, vaultName, standing, state, reason, differs } = row;
  const name = title ?? toolName ?? (user === null ? words.coverage.hiddenLogin : words.coverage.noTool);
  return (
    <tr>
      <th scope="row">
        <span className="line">
          <Mark id={row.tool ?? id} name={name} size={24} />
          {item !== null && title !== null ? (
            <button type="button" className="link cut" title={name} onClick={() => onItem(itemLink(item as ItemId))}>
              {name}
            </button>
          ) : (
            <span className="cut" title={name}>
              {name}
            </span>
          )}
        </span>
      </th>
      <td className="t2 mono">
        <div className="cut">{username}</div>
      </td>
      <td className="t2">
        <div className="cut">
          {user === null ? (vaultName ?? words.coverage.hiddenVault) : words.coverage.own(nameOf(user))}
        </div>
      </td>
      <td>
        <StandingBadge {...{ standing, state }} />
      </td>
      <td className="t2 cut" title={words.coverage.reasons[reason]}>
        {words.coverage.reasons[reason]}
        {differs && (
          <Badge icon={CircleAlert} small>
            {words.coverage.otherFiled}
          </Badge>
        )}
      </td>
      <td className="t2">
        <div className="cut">{whoSaid(row, nameOf)}</div>
      </td>
    </tr>
  );
}

function whoSaid({ by, saidAt, filedBy }: CoverageRow, nameOf: (user: string | null) => string): string {
  const said = by === null || saidAt === null ? null : words.coverage.saidBy(nameOf(by), shortDay(saidAt));
  const filed = filedBy === null ? null : words.coverage.filed(nameOf(filedBy));
  return [said, filed].filter((part) => part !== null).join(", ");
}
