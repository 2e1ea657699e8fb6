/** Real processes of this computer are found below their parent, and told apart by Chromium's switches. */
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { eventually } from "../e2e/kit/eventually.ts";
import { atEnd } from "../e2e/kit/scratch.ts";
import { kindOf, parsePs, parseWindows, processesBelow } from "./desktop-processes.ts";

const command = (text: string) => ({ pid: 1, parent: 0, command: text });

describe("processes of the app", () => {
  it.skipIf(process.platform === "win32")("are found below the one that was started", async () => {
    const child = spawn("sh", ["-c", "sleep 30 & sleep 30"], { stdio: "ignore", detached: true });
    atEnd(() => void process.kill(-(child.pid as number), "SIGKILL"));
    const found = await eventually(
      () => processesBelow(child.pid as number),
      (all) => all.length === 3,
    );
    expect(found.filter((one) => one.command === "sleep 30")).toHaveLength(2);
  });

  it("that name each other as parents end the search", () => {
    const circle = [1, 2].map((pid) => ({ pid, parent: 3 - pid, command: "x" }));
    expect(processesBelow(1, circle)).toHaveLength(2);
  });

  it.each([
    ["/opt/Latchkey/latchkey --data /tmp/x", "main"],
    ["/opt/Latchkey/latchkey --type=renderer --enable-sandbox", "renderer"],
    ["latchkey --type=utility --utility-sub-type=node.mojom.NodeService", "core"],
    ["latchkey --type=utility --utility-sub-type=network.mojom.NetworkService", "other"],
    ["latchkey --type=gpu-process", "other"],
    ["latchkey --type=zygote --no-zygote-sandbox", "other"],
  ])("%s is %s", (line, kind) => {
    expect(kindOf(command(line))).toBe(kind);
  });

  it("are read from what ps and Windows print", () => {
    expect(parsePs("    1     0 /sbin/init splash\n\n 4711   1 a  b\n")).toEqual([
      { pid: 1, parent: 0, command: "/sbin/init splash" },
      { pid: 4711, parent: 1, command: "a  b" },
    ]);
    expect(parseWindows('{"ProcessId":4,"ParentProcessId":0,"CommandLine":null}')).toEqual([
      { pid: 4, parent: 0, command: "" },
    ]);
    expect(parseWindows('[{"ProcessId":8,"ParentProcessId":4,"CommandLine":"a"}]')).toHaveLength(1);
  });
});
