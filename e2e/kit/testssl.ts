/** `testssl.sh` against a server of ours: its findings, and the grade that follows from them. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchDir } from "./scratch.ts";

export type Finding = { id: string; severity: string; finding: string };

/** Debian calls it `testssl`. Protocols, ciphers, forward secrecy, preferences, defaults, headers, known attacks. */
const asked = ["-p", "-s", "-f", "-P", "-S", "-h", "-U"];

/** Everything that it finds at `https://localhost:port/health`; `authority` is the one root that it is told to trust besides its own. */
export async function runTestssl(port: number, authority: string): Promise<Finding[]> {
  const file = join(scratchDir(), "findings.json");
  const target = ["--ip", "127.0.0.1", "--add-ca", authority, "--jsonfile", file, `https://localhost:${port}/health`];
  const child = spawn("testssl", ["--quiet", "--color", "0", "--warnings", "off", ...asked, ...target], {
    stdio: "ignore",
  });
  await new Promise((resolve) => child.on("close", resolve));
  return JSON.parse(readFileSync(file, "utf8")) as Finding[];
}

const aboveLow = ["MEDIUM", "HIGH", "CRITICAL"];
/** What is no property of a server: a machine without GOST, and (3.0) a test of its own that does not know TLS 1.3. */
const ofTheTool = ["engine_problem", "sessionresumption_ticket"];

/** Findings that a person would have to look at: worse than `worst`, or that could not be made. */
export function worseThanLow(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ id, severity }) => aboveLow.includes(severity) || (severity === "WARN" && !ofTheTool.includes(id)))
    .map(({ id, severity, finding }) => `${severity} ${id}: ${finding}`);
}

const protocolScores: Record<string, number> = { SSLv2: 0, SSLv3: 80, TLS1: 90, TLS1_1: 95, TLS1_2: 100, TLS1_3: 100 };
const leastHstsDays = 180;

/**
 * The grade of SSL Labs' rating guide: testssl's own where it has one (3.1 on), else computed from its findings as the
 * guide says: 30 % protocols, 30 % key exchange (90 for 256 bit curves), 40 % strength of the ciphers; `+` needs long HSTS and no warning.
 */
export function gradeOf(findings: readonly Finding[]): string {
  const finding = (id: string) => findings.find((one) => one.id === id)?.finding ?? "";
  if (finding("overall_grade") !== "") return finding("overall_grade");
  const offered = Object.keys(protocolScores).filter((id) => /^offered/.test(finding(id)));
  const protocols = middle(offered.map((id) => protocolScores[id] as number));
  const ciphers = ["cipherorder_TLSv1_2", "cipherorder_TLSv1_3"].flatMap((id) =>
    finding(id).split(" ").filter(Boolean),
  );
  const strength = middle(ciphers.map((name) => (/256|CHACHA20/.test(name.replace(/SHA256/, "")) ? 100 : 80)));
  const score = Math.floor(0.3 * protocols + 0.3 * 90 + 0.4 * strength);
  if (worseThanLow(findings).length > 0 || score < 80) return `below A (${score})`;
  const hstsDays = Number(/^([0-9]+) days/.exec(finding("HSTS_time"))?.[1] ?? 0);
  return `${hstsDays >= leastHstsDays ? "A+" : "A"} (${score})`;
}

/** Half way between best and worst. */
function middle(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : (Math.max(...scores) + Math.min(...scores)) / 2;
}
