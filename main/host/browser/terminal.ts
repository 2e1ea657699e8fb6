/** The terminal that a host was started in: what is typed there, while the host stands in its foreground. */
import { spawnSync } from "node:child_process";

/** Calls `entered` for each line, where there is a terminal to read from; false where there is none. */
export function onEnter(entered: () => void): boolean {
  if (!process.stdin.isTTY || !isInForeground()) return false;
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text) => {
    if (String(text).includes("\n")) entered();
  });
  process.stdin.on("error", () => {});
  return true;
}

/** Whoever reads from a terminal in the background is stopped by it. */
function isInForeground(): boolean {
  if (process.platform === "win32") return true;
  const asked = spawnSync("ps", ["-o", "pgid=,tpgid=", "-p", String(process.pid)], { encoding: "utf8" });
  const [group = "", foreground = ""] = (asked.stdout ?? "").trim().split(/\s+/);
  return group !== "" && group === foreground;
}
