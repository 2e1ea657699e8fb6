/** Opens a website in the default browser: http and https only, without a shell, never with a name or password in it. */
import { spawn } from "node:child_process";
import { fail, ok, type Result } from "../../shared/failures.ts";

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  linux: ["xdg-open"],
  darwin: ["open"],
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
};

/** Hands the address to the desktop; `invalid-input` for anything that is not a plain web address. */
export async function openWebsite(address: string): Promise<Result<true>> {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return fail("invalid-input", { field: "url" });
  }
  const isPlain = (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
  if (!isPlain) return fail("invalid-input", { field: "url" });
  const [name, ...args] = openers[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(name as string, [...args, url.href], { stdio: "ignore", detached: true });
    child.on("error", () => resolve(fail("not-found", { reason: "no-browser" }, "after-act")));
    child.on("spawn", () => {
      child.unref();
      resolve(ok(true));
    });
  });
}
