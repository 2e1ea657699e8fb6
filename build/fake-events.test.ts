/** The fake of Electron emits what each platform emits by Electron's own description, and nothing more. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Emitting, told } from "./fake-electron/rules.ts";
import { root } from "./root.ts";

const types = readFileSync(join(root, "node_modules/electron/electron.d.ts"), "utf8");
const described: Record<Emitting, string> = {
  app: "App",
  powerMonitor: "PowerMonitor",
  window: "BrowserWindow",
  contents: "WebContents",
  notification: "Notification",
};

/** Each event of a class with the platforms that tell it, all three where none is named. */
function eventsOf(name: string): Map<string, string[]> {
  const [, body = ""] =
    new RegExp(`\\n {2}(?:class|interface) ${name} extends [^{]+\\{([\\s\\S]*?)\\n {2}\\}`).exec(types) ?? [];
  const events = new Map<string, string[]>();
  // An event's words stand before the first of its five functions.
  for (const [, comment = "", event = ""] of body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+on\(event: '([^']+)'/g)) {
    const [, platforms] = /@platform ([a-z0-9,]+)/.exec(comment) ?? [];
    events.set(event, platforms?.split(",") ?? ["linux", "darwin", "win32"]);
  }
  for (const [, event = ""] of body.matchAll(/\n {4}on\(event: '([^']+)'/g))
    if (!events.has(event)) events.set(event, ["linux", "darwin", "win32"]);
  return events;
}

describe.each(["linux", "darwin", "win32"])("on %s", (platform) => {
  it.each(Object.keys(described) as Emitting[])("every event of %s is one of Electron's there", (kind) => {
    const known = eventsOf(described[kind]);
    expect(known.size).toBeGreaterThan(3);
    const wrong = told(kind, platform).filter((event) => known.get(event)?.includes(platform) !== true);
    expect(wrong).toEqual([]);
  });
});
