/** Opens a website in the default browser, or an empty mail: http, https and mailto only, without a shell, never with a name or password in it. */
import { spawn } from "node:child_process";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { isEmailAddress } from "../../shared/text.ts";

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
  return isPlain ? handOver(url.href, "no-browser") : fail("invalid-input", { field: "url" });
}

/** Opens an empty mail to one address: nothing else stands in it, because arguments are read by everybody on the computer. */
export async function openMail(address: string): Promise<Result<true>> {
  if (!isEmailAddress(address)) return fail("invalid-input", { field: "emails" });
  return handOver(mailAddress(address), "no-mail");
}

/** `mailto:` with everything encoded that could end the address or begin a header. */
function mailAddress(address: string): string {
  return `mailto:${encodeURIComponent(address).replace("%40", "@")}`;
}

function handOver(href: string, reason: "no-browser" | "no-mail"): Promise<Result<true>> {
  const [name, ...args] = openers[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(name as string, [...args, href], { stdio: "ignore", detached: true });
    child.on("error", () => resolve(fail("not-found", { reason }, "after-act")));
    child.on("spawn", () => {
      child.unref();
      resolve(ok(true));
    });
  });
}
