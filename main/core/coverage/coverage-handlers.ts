/** Commands about coverage. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import type { CoverageRow, CoverageShape } from "../../../shared/contract/coverage-shapes.ts";
import type { GroupId, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import { type CountedNow, createCountedNow } from "./counted-now.ts";
import { countShape, partsOf, trendOf } from "./counts.ts";
import type { CoverageArea } from "./coverage-area.ts";
import { exportRows } from "./coverage-export.ts";
import { allRows, type CoverageNames, chosenRows, pageOfRows } from "./coverage-rows.ts";

/** Handlers of one unlocked profile. */
export function coverageHandlers(area: CoverageArea) {
  const count = createCountedNow(area);
  const rows = createRows(area, count);
  return {
    "coverage.get": async () => ok(await shapeOf(area, await rows())),
    "coverage.list": async ({ offset, limit, ...query }) => {
      const { all, names } = await rows();
      return ok(pageOfRows(chosenRows(area, all, query, names), { offset, limit }));
    },
    "coverage.export": async (query) => {
      const { counted, all, names } = await rows();
      const { found } = chosenRows(area, all, query, names);
      return exportRows(area.ports, { rows: found, names, uncounted: uncountedNow(counted), at: counted.coverage.at });
    },
  } satisfies Partial<Handlers>;
}

type Rows = { counted: CountedNow; all: CoverageRow[]; names: CoverageNames };

/** All rows, made once for each count; names may change under it and are read anew. */
function createRows(area: CoverageArea, count: () => Promise<CountedNow>): () => Promise<Rows> {
  let last: Rows | null = null;
  return async () => {
    const counted = await count();
    if (last?.counted === counted) return last;
    const names = await namesOf(area);
    last = { counted, all: await allRows(area, counted, names), names };
    return last;
  };
}

async function namesOf({ records, log }: CoverageArea): Promise<CoverageNames> {
  const people = new Map((await records.of.person.list()).map(({ item, body }) => [item as string, body.name]));
  const titles = await records.of.vault.list();
  return {
    users: new Map([...log.state().users.values()].map(({ user, invite }) => [user, people.get(invite ?? user) ?? ""])),
    vaults: new Map(titles.map(({ vault, body }) => [vault, body.title])),
  };
}

async function shapeOf(area: CoverageArea, { counted, all, names }: Rows): Promise<CoverageShape> {
  const { coverage, population, register, missing, isReading } = counted;
  const groups = new Map((await area.records.of.group.list()).map(({ item, body }) => [item as string, body.name]));
  const hidden = [...coverage.vaults].filter(
    ([vault, { isComplete }]) => !isComplete && !isReadable(area, vault),
  ).length;
  return {
    ...{ at: coverage.at, all: countShape(coverage.all), trend: trendOf(population, coverage) },
    tools: partsOf(coverage.tools, (tool) => register.tools.get(tool as ItemId)?.name ?? null),
    vaults: partsOf(coverage.vaults, (vault) => names.vaults.get(vault as VaultId) ?? null),
    groups: partsOf(coverage.groups, (group) => groups.get(group as GroupId) ?? null),
    people: partsOf(coverage.people, (user) => names.users.get(user as UserId) ?? null),
    ...{ isReading, hidden, missing, differs: all.filter(({ differs }) => differs).length },
  };
}

/** What is there now and could not be counted. */
function uncountedNow({ population, coverage: { at } }: CountedNow) {
  return population.uncounted.filter(({ from, to, logins }) => from <= at && (to === null || at < to) && logins !== 0);
}
