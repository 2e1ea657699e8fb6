/** Opens a website in the default browser, or an empty mail: http, https and mailto only, without a shell, never with a name or password in it. */
import { spawn } from "node:child_process";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { plainMail, plainWebsite } from "./outer-address.ts";

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  linux: ["xdg-open"],
  darwin: ["open"],
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
};

/** Hands an address to the desktop; false where the desktop has nothing for it. */
export type OpenAddress = (address: string) => Promise<boolean>;

/** Hands the address to the desktop by `open`; `invalid-input` for anything that is not a plain web address. */
export async function openWebsite(address: string, open: OpenAddress): Promise<Result<true>> {
  const href = plainWebsite(address);
  if (href === null) return fail("invalid-input", { field: "url" });
  return (await open(href)) ? ok(true) : fail("not-found", { reason: "no-browser" }, "after-act");
}

/** Opens an empty mail to one address: nothing else stands in it, because arguments are read by everybody on the computer. */
export async function openMail(email: string, open: OpenAddress): Promise<Result<true>> {
  const href = plainMail(email);
  if (href === null) return fail("invalid-input", { field: "emails" });
  return (await open(href)) ? ok(true) : fail("not-found", { reason: "no-mail" }, "after-act");
}

/** By the system's own tool, where no host opens. */
export function openByTool(address: string): Promise<boolean> {
  const [name, ...args] = openers[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(name as string, [...args, address], { stdio: "ignore", detached: true });
    child.on("error", () => resolve(false));
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
