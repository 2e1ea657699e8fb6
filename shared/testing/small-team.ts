/**
 * A team of six on its own log: Ada who founded it, Cleo and Eve (admins, Eve let in by Cleo), Dora (lead), Bob (member),
 * Aud (auditor); a vault that Ada manages, one that Bob manages, one that is archived, one that waits for a new key.
 */
import type { VaultId } from "../encoding/ids.ts";
import { act, letIn, planAccess, planArchive, planVault } from "./entries.ts";
import type { Person, TestTeam } from "./team.ts";
import { createTestTeam } from "./team.ts";

export type SmallTeam = {
  team: TestTeam;
  ada: Person;
  bob: Person;
  cleo: Person;
  dora: Person;
  eve: Person;
  aud: Person;
  /** Ada manages, Bob edits, Dora uses. */
  ops: VaultId;
  /** Bob's, and nobody else's. */
  bobs: VaultId;
  bobsPersonal: VaultId;
  archived: VaultId;
  /** Bob was sent its key and lost the right; Ada manages, Dora edits, Cleo uses. */
  due: VaultId;
};

/** Makes it anew, on time `now`. */
export function smallTeam(now = 1_700_000_000_000): SmallTeam {
  const { team } = createTestTeam(now);
  const ada = team.founder;
  const cleo = letIn(team, ada, { role: "admin" });
  const eve = letIn(team, cleo, { role: "admin" });
  const dora = letIn(team, ada, { role: "lead" });
  const bob = letIn(team, ada);
  const aud = letIn(team, ada, { role: "auditor" });
  const make = (by: Person, kind: "shared" | "personal" = "shared"): VaultId => {
    const { plan, vault } = planVault(team, by, kind);
    act(team, by, plan);
    return vault;
  };
  const ops = make(ada);
  act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "edit" }]));
  act(team, ada, planAccess(team, ada, ops, [{ user: dora.user, permission: "use" }]));
  const bobs = make(bob);
  const bobsPersonal = make(bob, "personal");
  const archived = make(ada);
  act(team, ada, planArchive(team, archived));
  const due = make(ada);
  const all = [
    { user: bob.user, permission: "edit" as const },
    { user: dora.user, permission: "edit" as const },
    { user: cleo.user, permission: "use" as const },
  ];
  act(team, ada, planAccess(team, ada, due, all));
  act(team, ada, planAccess(team, ada, due, [{ user: bob.user, permission: null }]));
  return { team, ada, bob, cleo, dora, eve, aud, ops, bobs, bobsPersonal, archived, due };
}

/** The same scene to change: state, chains and keys are copies. */
export function copyOf(scene: SmallTeam): SmallTeam {
  return { ...scene, team: { ...scene.team, chains: new Map(scene.team.chains), keys: new Map(scene.team.keys) } };
}
