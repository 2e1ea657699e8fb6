/**
 * The program of a core that is killed at one step of what it makes durable: the real core on the real ports in a process of
 * its own. Where the step comes it says so and does nothing more, so that kill -9 meets it exactly there.
 */
import { writeSync } from "node:fs";
import type { CommandName } from "../../shared/contract/commands.ts";
import { createClient } from "../drive.ts";
import { faultInjection } from "./fault-ports.ts";
import { fileKeychain } from "./file-keychain.ts";
import { type FromStepped, stepReached, type ToStepped } from "./stepped-messages.ts";

const [dataDir = ""] = process.argv.slice(2);
const injection = faultInjection();
const client = createClient({ dataDir, keychain: fileKeychain(dataDir), around: injection.around });

/** Tells through a pipe, which needs no turn of the event loop, and sleeps: whoever hears it kills this process. */
function standStill(): void {
  writeSync(stepReached, ".");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

async function answer({ id, name, input }: Extract<ToStepped, { kind: "call" }>): Promise<void> {
  const { call } = await client;
  const answered: FromStepped = { id, result: await call(name as CommandName, input as never) };
  process.send?.(answered);
}

process.on("message", (message: ToStepped) => {
  if (message.kind === "arm") injection.arm({ ...message.plan, killed: standStill });
  else void answer(message);
});
process.on("disconnect", () => process.exit());
