/** The accounts of a tool: people's own, shared logins, and logins that this person can open. */
import { KeyRound, Trash2 } from "lucide-react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import type { AccountShape, ToolDetail, ToolLogin } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Avatar, IconButton } from "../ui/controls.tsx";

type AccountsProps = { shown: ToolDetail; members: MemberShape[]; onItem(item: ItemId): void };

/** The table. */
export function ToolAccounts({ shown, members, onItem }: AccountsProps) {
  const { accountList, logins, mayEdit } = shown;
  const individual = accountList.filter(({ user }) => user !== null);
  const items = new Set(accountList.map(({ item }) => item));
  const hidden = accountList.filter(({ item }) => item !== null && !logins.some((login) => login.item === item));
  if (accountList.length + logins.length === 0) return <p className="list-note">{words.tools.accountsNone}</p>;
  const { accountColumns: columns } = words.tools;
  return (
    <table className="table tool-accounts">
      <thead>
        <tr>
          {[columns.who, columns.signInName, columns.role, columns.how].map((name) => (
            <th key={name}>{name}</th>
          ))}
          <th>
            <span className="only-read">{words.tools.removeAccount("")}</span>
          </th>
        </tr>
      </thead>
      {individual.length > 0 && (
        <tbody>
          <Heading name={words.tools.individual} count={individual.length} />
          {individual.map((account) => (
            <OwnRow key={account.account} {...{ account, members, mayEdit }} />
          ))}
        </tbody>
      )}
      {logins.length + hidden.length > 0 && (
        <tbody>
          <Heading name={words.tools.shared} count={logins.length + hidden.length} />
          {logins.map((login) => (
            <LoginRow key={login.item} {...{ login, onItem }} isAccount={items.has(login.item)} />
          ))}
          {hidden.map((account) => (
            <tr key={account.account}>
              <th scope="row" className="t2">
                {words.tools.hiddenLogin}
              </th>
              <td colSpan={4} />
            </tr>
          ))}
        </tbody>
      )}
    </table>
  );
}

function Heading({ name, count }: { name: string; count: number }) {
  return (
    <tr className="tool-heading">
      <th colSpan={5} scope="colgroup">
        {name} <span className="t3">{count.toLocaleString("en")}</span>
      </th>
    </tr>
  );
}

type OwnProps = { account: AccountShape; members: MemberShape[]; mayEdit: boolean };

function OwnRow({ account: { account, user, signInName, role, isStated }, members, mayEdit }: OwnProps) {
  const member = members.find((one) => one.user === user);
  const name = member?.name ?? words.tools.former;
  const remove = async (): Promise<void> => {
    const removed = await call("account.remove", { account: account as ItemId });
    if (removed.ok) tell(words.tools.accountRemoved);
    else tellFailure(removed.failure);
  };
  return (
    <tr>
      <th scope="row">
        <span className="line">
          <Avatar id={user ?? ""} name={name} size={24} />
          <span className="cut">{name}</span>
          {member !== undefined && member.state !== "active" && <span className="meta">{words.tools.former}</span>}
        </span>
      </th>
      <td className="t2 mono wrap">{signInName}</td>
      <td className="t2 wrap">{role}</td>
      <td className="t2">{isStated ? words.tools.stated : words.tools.addedByLead}</td>
      <td>
        {mayEdit && <IconButton icon={Trash2} label={words.tools.removeAccount(name)} onClick={() => void remove()} />}
      </td>
    </tr>
  );
}

type LoginProps = { login: ToolLogin; isAccount: boolean; onItem(item: ItemId): void };

function LoginRow({ login: { item, title, username }, isAccount, onItem }: LoginProps) {
  return (
    <tr>
      <th scope="row">
        <span className="line">
          <KeyRound size={16} strokeWidth={1.75} className="t2" aria-hidden="true" />
          <button type="button" className="link cut" onClick={() => onItem(item as ItemId)}>
            {title}
          </button>
        </span>
      </th>
      <td className="t2 mono wrap">{username}</td>
      <td />
      <td className="t2">{isAccount ? words.tools.addedByLead : words.tools.loginNote}</td>
      <td />
    </tr>
  );
}
