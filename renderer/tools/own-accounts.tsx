/** Own accounts with tools: what this person says of them, and how each stands; everybody has this page. */
import { Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import type { OwnAccount, ToolRow } from "../../shared/contract/tool-shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { call, useAnswer } from "../client/client.ts";
import { StandingBadge } from "../coverage/standing-badge.tsx";
import { useKeys } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useStep } from "../page/use-route.ts";
import { Button, IconButton, Mark } from "../ui/controls.tsx";
import { StateAccount } from "./state-account.tsx";

type ScreenProps = { views: ReactNode; status: AccountStatus; tools: readonly ToolRow[] };

/** The page. */
export function OwnAccounts({ views, status, tools }: ScreenProps) {
  useStep("own-accounts");
  const [stating, setStating] = useState<OwnAccount | "new" | null>(null);
  const accounts = useAnswer("account.list", {}).value;
  const query = { user: (status.user ?? "") as never, limit: 500 };
  const rows = useAnswer("coverage.list", query, status.user !== undefined, true).value?.rows ?? [];
  const canState = tools.some(({ state }) => state === "shown");
  useKeys({
    new: () => {
      if (canState) setStating("new");
      return canState;
    },
  });
  return (
    <main className="detail coverage" tabIndex={-1} aria-label={words.ownAccounts.title}>
      <div className="band detail-band">
        <h1 className="title not-small">{words.section.tools}</h1>
        {views}
        <span className="grow" />
        {canState && (
          <Button kind="main" shortcut="N" onClick={() => setStating("new")}>
            {words.ownAccounts.add}
          </Button>
        )}
      </div>
      <div className="coverage-rows own-accounts">
        <p className="t2 own-accounts-note">{words.ownAccounts.note}</p>
        {accounts?.length === 0 && <Nothing canState={canState} />}
        {accounts !== undefined && accounts.length > 0 && (
          <table className="table own-accounts-table">
            <thead>
              <tr>
                {Object.values(words.ownAccounts.columns).map((name) => (
                  <th key={name}>{name}</th>
                ))}
                <th>
                  <span className="only-read">{words.ownAccounts.acts}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {accounts.map((account) => (
                <Line
                  key={account.account}
                  account={account}
                  row={rows.find(({ id }) => id.endsWith(`/${account.account}`))}
                  onEdit={() => setStating(account)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {stating !== null && (
        <StateAccount tools={tools} account={stating === "new" ? null : stating} onClose={() => setStating(null)} />
      )}
    </main>
  );
}

function Nothing({ canState }: { canState: boolean }) {
  return (
    <div className="list-note">
      <h2 className="section">{words.ownAccounts.none}</h2>
      <p className="t2">{canState ? words.ownAccounts.noneNote : words.ownAccounts.noTools}</p>
    </div>
  );
}

type Row = Pick<
  NonNullable<ReturnType<typeof useAnswer<"coverage.list">>["value"]>["rows"][number],
  "standing" | "state"
>;
type LineProps = { account: OwnAccount; row: Row | undefined; onEdit(): void };

function Line({ account, row, onEdit }: LineProps) {
  const { toolName, signInName, role, secondFactor, isMine, waits } = account;
  const remove = async (): Promise<void> => {
    const { tool, signInName: name, role: as, secondFactor: said } = account;
    const removed = await call("account.state", {
      ...{ account: account.account as ItemId, tool: tool as ItemId, signInName: name, role: as },
      ...{ state: said?.state === "by-sso" ? "by-sso" : "unknown", isRemoved: true },
    });
    if (removed.ok) tell(words.ownAccounts.removed(toolName));
    else tellFailure(removed.failure);
  };
  return (
    <tr className={waits ? "waits" : undefined}>
      <th scope="row">
        <span className="line">
          <Mark id={account.tool} name={toolName} size={24} />
          <span className="cut">{toolName}</span>
        </span>
      </th>
      <td className="t2 mono cut">{signInName}</td>
      <td className="t2 cut">{role}</td>
      <td>
        {waits || row === undefined ? (
          <span className="meta">{secondFactor === null ? "" : words.loginFactor.states[secondFactor.state]}</span>
        ) : (
          <StandingBadge standing={row.standing} state={row.state} />
        )}
      </td>
      <td className="t2 cut">{sayHow(account)}</td>
      <td>
        {isMine && (
          <span className="line">
            <IconButton icon={Pencil} label={words.ownAccounts.change(toolName)} onClick={onEdit} />
            <IconButton icon={Trash2} label={words.ownAccounts.remove(toolName)} onClick={() => void remove()} />
          </span>
        )}
      </td>
    </tr>
  );
}

function sayHow({ isMine, waits, secondFactor }: OwnAccount): string {
  if (waits) return words.ownAccounts.waits;
  if (!isMine) return words.ownAccounts.byLead;
  return words.ownAccounts.youSaid(shortDay(secondFactor?.at ?? 0));
}
