/**
 * The OS keychain through keytar: macOS Keychain, Windows Credential Manager, Secret Service. The value alone opens
 * nothing [protocol: Unlock]. A keychain that hangs (a locked Secret Service without a prompter) is one that does not answer.
 */
import { Buffer } from "node:buffer";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Keychain } from "../core/ports.ts";

const service = "Latchkey";
const answerWithinMs = 20_000;
const probeWithinMs = 3000;

type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

/** Loads keytar lazily: its native part needs libsecret on Linux, and its absence is a fact, not a crash. */
async function loadKeytar(): Promise<Keytar | null> {
  try {
    const loaded = (await import("keytar")) as unknown as { default?: Keytar } & Keytar;
    return loaded.default ?? loaded;
  } catch {
    return null;
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<T>>((resolve) => {
    timer = setTimeout(() => resolve(fail("keychain-missing", { reason: "timeout" }, "after-act")), ms);
  });
  try {
    return await Promise.race([work.then((value) => ok(value)), late]);
  } catch {
    return fail("keychain-missing", { reason: "refused" }, "after-act");
  } finally {
    clearTimeout(timer);
  }
}

/** The keychain of this person on this computer. */
export function osKeychain(): Keychain {
  let loading: Promise<Keytar | null> | null = null;
  const keytar = async (): Promise<Keytar | null> => {
    loading ??= loadKeytar();
    return loading;
  };
  const use = async <T>(act: (keytar: Keytar) => Promise<T>, ms = answerWithinMs): Promise<Result<T>> => {
    const loaded = await keytar();
    if (loaded === null) return fail("keychain-missing", { reason: "not-installed" }, "after-act");
    return within(act(loaded), ms);
  };
  return {
    kind: "os",
    async available() {
      return (await use((found) => found.getPassword(service, "probe"), probeWithinMs)).ok;
    },
    async get(account) {
      const found = await use((loaded) => loaded.getPassword(service, account));
      if (!found.ok) return found;
      return ok(found.value === null ? null : new Uint8Array(Buffer.from(found.value, "base64")));
    },
    async set(account, secret) {
      const text = Buffer.from(secret).toString("base64");
      const set = await use((loaded) => loaded.setPassword(service, account, text));
      return set.ok ? ok(true) : set;
    },
    async remove(account) {
      const removed = await use((loaded) => loaded.deletePassword(service, account));
      return removed.ok ? ok(true) : removed;
    },
  };
}
