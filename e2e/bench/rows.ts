/** The rows of the table: which figure of which stage each shows, beside what, and its budget (`docs/performance.md`). */
import type { Figures } from "./measured.ts";
import type { Stage } from "./worker.ts";

/** What stands beside ours in a run: KeePassXC's own program, or a raw limit. */
export type Beside = "keepassxc" | "snapshot" | "raw-push" | "raw-pull";
export type Limit = { most: number } | { least: number };
export type Row = {
  work: string;
  figure: string;
  unit: "ms" | "MB" | "/s" | "x";
  budget?: Limit;
  /** Ours divided by these, measured in the same run; at most `most`. */
  beside?: Partial<Record<Beside, number>>;
};
/** How often the whole is done: each round makes its team and its data anew. */
export const fullRounds = 3;
/** How often a stage runs in each round; `needs` run before it. */
export type StageRule = { runs: number; needs: Stage[]; rows: Row[] };

const ms = (work: string, figure: string, most?: number): Row => ({
  ...{ work, figure, unit: "ms" },
  ...(most === undefined ? {} : { budget: { most } }),
});

/** What doubling may do: twice the cost, and what the clock is off by. */
const growth = (work: string, figure: string): Row => ({ work, figure, unit: "x", budget: { most: 2.5 } });

export const stages = {
  import: {
    runs: 1,
    needs: [],
    rows: [
      ms("import of 10,000 from KDBX: parse, seal, commit, durable", "ms", 3000),
      ms("the same until the server has everything", "sentMs"),
      {
        // Four times the file of 0.17 MB and 100 MB.
        work: "peak memory of that import, above what was there",
        figure: "peakMB",
        unit: "MB",
        budget: { most: 101 },
      },
    ],
  },
  unlock: {
    runs: 3,
    needs: ["import"],
    rows: [
      { ...ms("unlock to list, 10,000, Argon2 clocked apart", "ms"), beside: { keepassxc: 0.25, snapshot: 2 } },
      ms("the same, of the processor", "cpuMs"),
      ms("Argon2id at the floor (64 MiB, 3 passes)", "argonMs"),
    ],
  },
  coverage: {
    runs: 1,
    needs: ["import"],
    rows: [
      ms(
        "coverage of 10,000 logins, a tenth of them changed since, at the first question after unlocking",
        "firstMs",
        200,
      ),
      ms("the same until nothing is left to read", "wholeMs"),
    ],
  },
  reveal: { runs: 1, needs: ["import"], rows: [ms("reveal one secret, p99", "p99Ms", 20)] },
  memory: {
    runs: 1,
    needs: ["import"],
    rows: [
      {
        work: "memory of a process with two cores, one holding 10,000 items",
        figure: "coreMB",
        unit: "MB",
        budget: { most: 200 },
      },
      { work: "memory of the server then", figure: "serverMB", unit: "MB", budget: { most: 300 } },
    ],
  },
  push: {
    runs: 1,
    needs: ["import"],
    rows: [{ ...ms("push of 10,000 items made offline", "ms"), beside: { "raw-push": 3 } }],
  },
  keystroke: {
    runs: 1,
    needs: ["push"],
    rows: [
      ms("first result after a keystroke, 20,000, p99", "p99Ms", 16),
      ms("the same of a word with an error, p99", "nearP99Ms", 16),
    ],
  },
  pull: {
    runs: 1,
    needs: ["push"],
    rows: [{ ...ms("pull of 10,000 items by a colleague, verified, listed", "ms"), beside: { "raw-pull": 3 } }],
  },
  live: {
    runs: 1,
    needs: ["pull"],
    rows: [ms("live change seen by a colleague", "ms", 300), ms("the same, p99", "p99Ms", 300)],
  },
  catchUp: {
    runs: 1,
    needs: ["pull"],
    rows: [ms("catch-up of 2,000 commits, unlock included, Argon2 clocked apart", "ms", 2000)],
  },
  close: { runs: 1, needs: [], rows: [] },
  log: {
    runs: 1,
    needs: [],
    rows: [
      ms("verification of a team log of 10,000 entries", "ms"),
      ms("10,000 signature checks alone", "rawMs"),
      { work: "the first divided by the second", figure: "ratio", unit: "x", budget: { most: 1.2 } },
      growth("the same of 10,000 entries divided by that of 5,000", "growth"),
      ms("verification of 10,000 invites, each with a new key to check", "invitesMs"),
      { work: "this divided by their signature checks", figure: "invitesRatio", unit: "x" },
    ],
  },
  removal: {
    runs: 1,
    needs: [],
    rows: [
      ms(
        "removal of a person from 50 vaults, 60 people x 3 computers, 20,000 items, under constant writing",
        "ms",
        10_000,
      ),
      ms("the same, of the processor, the writing in the same process included", "cpuMs"),
      { work: "logins written by a colleague meanwhile", figure: "writtenPerSecond", unit: "/s" },
    ],
  },
  growth: {
    runs: 1,
    needs: [],
    rows: [
      ms("removal from 8 vaults, 10 people x 2 computers, 800 items, of the processor", "smallCpuMs"),
      growth("with twice the people, divided by that", "people"),
      growth("with twice the computers", "computers"),
      growth("with twice the vaults", "vaults"),
      growth("with twice the items", "items"),
    ],
  },
  server: {
    runs: 1,
    needs: [],
    rows: [
      { work: "single durable pushes", figure: "pushPerSecond", unit: "/s" },
      { work: "pushes beside raw Fastify + SQLite", figure: "pushRatio", unit: "x" },
      { work: "pushes beside raw with the same checks", figure: "pushChecked", unit: "x", budget: { least: 0.7 } },
      { work: "reads of ten commits", figure: "readPerSecond", unit: "/s" },
      { work: "reads beside raw Fastify + SQLite", figure: "readRatio", unit: "x" },
      { work: "reads beside raw with the same checks", figure: "readChecked", unit: "x", budget: { least: 0.7 } },
      { work: "memory of the server after these", figure: "serverMB", unit: "MB", budget: { most: 300 } },
    ],
  },
  window: {
    runs: 1,
    needs: [],
    rows: [
      ms("cold window in Chromium until its page is loaded, headless", "ms"),
      ms("an empty window of the same kind", "emptyMs"),
      { work: "the first divided by the second", figure: "ratio", unit: "x", budget: { most: 1.2 } },
      ms("first usable screen after that", "usableMs", 500),
      { work: "memory of the page before unlock", figure: "pageMB", unit: "MB", budget: { most: 150 } },
    ],
  },
  codes: {
    runs: 1,
    needs: [],
    rows: [
      ms("500 codes right at the turn of their period", "turnMs"),
      ms("QR code in a photograph of 12 megapixels, the first of a process", "coldMs", 1000),
      ms("the same, the next one", "warmMs", 1000),
    ],
  },
} satisfies Record<Stage, StageRule>;

/** The stages to run, those that others need before them; all where `only` is null. */
export function stagesFor(only: readonly Stage[] | null): Stage[] {
  const names = Object.keys(stages) as Stage[];
  if (only === null) return names;
  const needed = (name: Stage): Stage[] => [...(stages[name].needs as Stage[]).flatMap(needed), name];
  const wanted = new Set([...only.flatMap(needed), "close"]);
  return names.filter((name) => wanted.has(name));
}

/** What was measured of one checkout: all runs of each stage, or why there are none. */
export type Measured = Partial<Record<Stage, Figures[]>>;
