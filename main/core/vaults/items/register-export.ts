/** The register of shared logins as a table for a spreadsheet, in which nothing is a formula: what is listed, with names of people. */
import type { CommandOutput, CommandParsed, Handlers } from "../../../../shared/contract/commands.ts";
import type { RegisterRow } from "../../../../shared/contract/register-shapes.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { tableLine } from "../../../../shared/model/table-cells.ts";
import { dateOf, utf8Bytes } from "../../../../shared/text.ts";
import type { Downloads } from "../../ports.ts";
import type { listRegister } from "./register-list.ts";

type Parts = {
  /** All of it, without a page. */
  list(query: Parameters<typeof listRegister>[1]): ReturnType<Handlers["register.list"]>;
  lists: Pick<Handlers, "member.list" | "vault.list">;
  downloads: Downloads;
  now(): number;
};
type Named = { people: ReadonlyMap<string, string>; vaults: ReadonlyMap<string, { title: string; readers: number }> };

/** `cancelled`, `storage-full`; nothing of the file is left then. */
export async function exportRegister(
  { list, lists, downloads, now }: Parts,
  query: CommandParsed<"register.export">,
): Promise<Result<CommandOutput<"register.export">>> {
  const page = await list({ ...query, limit: Number.MAX_SAFE_INTEGER });
  if (!page.ok) return page;
  const named = await namesOf(lists);
  const begun = await downloads.begin(`latchkey-shared-logins-${new Date(now()).toISOString().slice(0, 10)}.csv`);
  if (!begun.ok) return begun;
  const { rows, absent } = page.value;
  // The mark by which spreadsheets know UTF-8.
  const lines = [`\ufeff${tableLine(columns)}`, ...rows.map((row) => tableLine(cellsOf(row, named)))];
  const written = begun.value.write(utf8Bytes(lines.join("")));
  if (!written.ok) {
    begun.value.discard();
    return written;
  }
  const place = begun.value.finish();
  return place.ok ? ok({ ...place.value, logins: rows.length, absent }) : place;
}

/** Of a spreadsheet, in their order. */
const columns = [
  ...["item", "title", "vault", "people", "reason", "owner", "deputy", "alias", "reviewAt", "end", "lacks"],
] as const;

function cellsOf({ item, vault, title, shared, gaps }: RegisterRow, { people, vaults }: Named): string[] {
  const place = vaults.get(vault);
  // Who is not in the team any more is named by their id.
  const nameOf = (user: string | null | undefined): string => (user == null ? "" : (people.get(user) ?? user));
  return [
    ...[item, title, place?.title ?? "", String(place?.readers ?? ""), shared?.reason ?? ""],
    ...[nameOf(shared?.owner), nameOf(shared?.deputy), shared?.alias ?? ""],
    ...[dayOf(shared?.reviewAt), dayOf(shared?.end), gaps.join(" ")],
  ];
}

const dayOf = (time: number | null | undefined): string =>
  time == null ? "" : dateOf(time).toISOString().slice(0, 10);

async function namesOf(lists: Parts["lists"]): Promise<Named> {
  const [members, vaults] = [await lists["member.list"]({}), await lists["vault.list"]({})];
  return {
    people: new Map(members.ok ? members.value.map(({ user, name }) => [user, name] as const) : []),
    vaults: new Map(
      vaults.ok ? vaults.value.map(({ vault, title, readers }) => [vault, { title, readers: readers.length }]) : [],
    ),
  };
}
