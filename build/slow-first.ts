/** The order of test files where nothing is known of earlier runs: a new checkout, and CI. */
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { root } from "./root.ts";

/** Files that take minutes, the slowest first: one that begins last keeps one core busy while the other one has nothing to do. */
export const slowFiles: readonly string[] = [
  "e2e/act-steps.spec.ts",
  "e2e/act-kills.spec.ts",
  "e2e/act-steps-people.spec.ts",
  "e2e/kills.spec.ts",
  "e2e/act-steps-items.spec.ts",
  "e2e/screens.spec.ts",
  "e2e/screens-team.spec.ts",
  "e2e/escape.spec.ts",
  "main/core/heads/held-acts.test.ts",
  "build/shell-contract.test.ts",
  "main/core/sync/local-rollback.test.ts",
  "main/core/local/chain-checkpoints.test.ts",
  "build/adding.test.ts",
];

const placeOf = (file: string): number => {
  const at = slowFiles.indexOf(relative(root, file));
  return at < 0 ? slowFiles.length : at;
};

/** Vitest's own order (by project, then by time or size), with these files first in their project. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    return projects.flatMap((name) =>
      sorted
        .filter(({ project }) => project.name === name)
        .sort((one, other) => placeOf(one.moduleId) - placeOf(other.moduleId)),
    );
  }
}
