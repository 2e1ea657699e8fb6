/** Vaults as a person finds them: their own first, then by title as people count. */
import { beforeAll, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must } from "../../../shared/testing/team.ts";
import { testArea } from "../team/test-area.ts";
import type { VaultActs } from "./vault-acts.ts";
import { listVaults } from "./vault-list.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

it("stand in the order of the numbers in their titles", async () => {
  const mine = copyOf(scene);
  const { area, put } = testArea(mine, mine.ada);
  const titled = [mine.ops, mine.due, mine.archived] as const;
  for (const [at, title] of ["Team 10", "team 2", "Archive"].entries())
    put(titled[at] as (typeof titled)[number], titled[at] as string, { kind: "vault", title, single: false });
  const listed = must(await listVaults({ ...area, absentIn: () => 0, titleOf: () => null } as VaultActs));
  expect(listed.filter(({ kind }) => kind === "shared").map(({ title }) => title)).toEqual([
    "Archive",
    "team 2",
    "Team 10",
  ]);
});
