/**
 * `npm run check:fixes`: takes each fix of the desktop shell back in a copy of the checkout (`fixes-table.ts`) and runs the tests that
 * must notice: each of them has to fail, and without a change all have to pass. A case that did not run noticed nothing.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Fix, fixes } from "./fixes-table.ts";
import { givenOptions } from "./given-options.ts";
import { root } from "./root.ts";
import { taken } from "./take-back.ts";

type Outcome = "passed" | "failed" | "not run";
const { values } = givenOptions("npm run check:fixes", { options: { only: { type: "string", multiple: true } } });
const runWithinMs = 10 * 60_000;

const chosen = fixes.filter(({ name }) => (values.only ?? [""]).some((part) => name.includes(part)));
// Below the checkout, because its packages are linked and a link does not leave its disk.
const dist = join(root, "dist");
mkdirSync(dist, { recursive: true });
// Of a run that was killed: nobody else takes it away.
for (const name of readdirSync(dist).filter((one) => one.startsWith("fixes-")))
  rmSync(join(dist, name), { recursive: true, force: true });
const copy = mkdtempSync(join(root, "dist/fixes-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }));
process.on("SIGINT", () => process.exit(130));
copyCheckout();
process.exitCode = checkAll() ? 0 : 1;

function checkAll(): boolean {
  if (chosen.length === 0) return say("none", "no fix has that in its name");
  let isGood = true;
  for (const testFile of new Set(chosen.map((fix) => fix.testFile))) {
    const cases = [...new Set(chosen.filter((fix) => fix.testFile === testFile).flatMap((fix) => fix.cases))];
    isGood = check("nothing taken back", "passed", run(testFile, cases)) && isGood;
  }
  for (const fix of chosen) isGood = check(fix.name, "failed", without(fix)) && isGood;
  say("done", isGood ? `${chosen.length} fixes: each is noticed when it is gone` : "not every fix is noticed");
  return isGood;
}

/** Prints a line; whether every case came out as it must. */
function check(name: string, wanted: Outcome, outcomes: ReadonlyMap<string, Outcome>): boolean {
  const others = [...outcomes].filter(([, outcome]) => outcome !== wanted);
  if (others.length === 0) say(wanted === "failed" ? "red" : "green", `${name} (${outcomes.size} cases)`);
  for (const [test, outcome] of others) say("WRONG", `${name}: “${test}” ${outcome}`);
  return others.length === 0;
}

function say(mark: string, words: string): false {
  process.stdout.write(`${mark.padEnd(6)} ${words}\n`);
  return false;
}

/** What the fix's cases say without it; the copy is as before when it comes back. */
function without({ changes, testFile, cases }: Fix): Map<string, Outcome> {
  const before = new Map(changes.map(({ file }) => [file, readFileSync(join(copy, file), "utf8")]));
  for (const change of changes) {
    const place = join(copy, change.file);
    writeFileSync(place, taken(readFileSync(place, "utf8"), change));
  }
  try {
    return run(testFile, cases);
  } finally {
    for (const [file, text] of before) writeFileSync(join(copy, file), text);
  }
}

/** Runs these cases of a file, and no other. */
function run(testFile: string, cases: readonly string[]): Map<string, Outcome> {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const pattern = cases.map((name) => `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`).join("|");
  const said = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      ...["run", "--project", "units", testFile, "-t", pattern],
      ...["--reporter=json", `--outputFile=${report}`],
    ],
    { cwd: copy, encoding: "utf8", timeout: runWithinMs },
  );
  const outcomes = existsSync(report) ? outcomesIn(readFileSync(report, "utf8")) : new Map<string, Outcome>();
  if (outcomes.size === 0) process.stderr.write(said.stderr.slice(-2000));
  return new Map(cases.map((name) => [name, outcomes.get(name) ?? "not run"]));
}

type Report = { testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[] };

function outcomesIn(report: string): Map<string, Outcome> {
  const all = (JSON.parse(report) as Report).testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(
    all
      .filter(({ status }) => status === "passed" || status === "failed")
      .map(({ ancestorTitles, title, status }) => [[...ancestorTitles, title].join(" > "), status as Outcome]),
  );
}

/** The files of the checkout as they stand, committed or not; the packages as links to the same files. */
function copyCheckout(): void {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  execFileSync("cp", ["-al", join(root, "node_modules"), join(copy, "node_modules")]);
}
