/** What the server's command says to people about its copy: what was proven, what does not hold, and what to do next. */

type Proven = {
  teams: number;
  entries: number;
  vaults: number;
  commits: number;
  envelopes: number;
  files: number;
  letters: number;
};
type Fault = { team?: string; vault?: string; code: string; reason?: string; number?: number };
type Told = {
  word: "backup" | "check" | "move" | "restore";
  dataDir: string;
  file: string | null;
  kept: string | null;
  proven: Proven;
  faults: readonly Fault[];
};

const faultsShown = 20;

/** The end of an act on a copy. */
export function copyWords(told: Told): string {
  return told.faults.length === 0 ? `${done[told.word](told)}\n${provenWords(told.proven)}\n` : faultWords(told);
}

const done: { [Word in Told["word"]]: (told: Told) => string } = {
  backup: ({ file }) =>
    `The copy is whole: ${file}\nKeep it where only you can read it: it holds the server's own keys.`,
  check: () => "Everything holds.",
  move: ({ file, dataDir, kept }) =>
    `The server's data is in ${file}
Take the file to the new place and run there: npm run server -- restore --from FILE --data DIR
No server starts on ${dataDir} any more; its database lies there as ${kept}. Delete it once the new place works.`,
  restore: ({ dataDir, kept }) =>
    `The copy is in place in ${dataDir}.${kept === null ? "" : `\nWhat was there before lies in ${kept}`}`,
};

function provenWords({ teams, entries, vaults, commits, envelopes, files, letters }: Proven): string {
  const counts = [
    counted(teams, "team", "teams"),
    counted(entries, "entry of its log", "entries of their logs"),
    counted(vaults, "vault", "vaults"),
    counted(commits, "commit", "commits"),
    counted(envelopes, "envelope", "envelopes"),
    counted(files, "file", "files"),
    counted(letters, "letter", "letters"),
  ];
  return `Proven from the stored bytes: ${counts.join(", ")}.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

const nothingDone: { [Word in Told["word"]]: string } = {
  backup: "No copy was kept: what is damaged here would be damaged there. Keep the copies that you have.",
  check: "Restore a copy, or ask for help with these lines.",
  move: "Nothing was moved.",
  restore: "Nothing was put in place. Take another copy.",
};

function faultWords({ word, faults, proven }: Told): string {
  const shown = faults.slice(0, faultsShown).map(faultLine).join("\n");
  const more = faults.length > faultsShown ? `\n  and ${faults.length - faultsShown} more` : "";
  return `${counted(faults.length, "place does", "places do")} not hold:\n${shown}${more}\n${nothingDone[word]}\n${provenWords(proven)}\n`;
}

function faultLine({ team, vault, code, reason, number }: Fault): string {
  const where = [
    team === undefined ? "the database" : `team ${team.slice(0, 8)}`,
    ...(vault === undefined ? [] : [`vault ${vault.slice(0, 8)}`]),
    ...(number === undefined ? [] : [`number ${number}`]),
  ];
  return `  ${where.join(", ")}: ${reason ?? code} (${code})`;
}
