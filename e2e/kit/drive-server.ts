/** The real server for scripts and tests, in this process, on real SQLite. */
import { createServer } from "../../server/app.ts";

export type RunningServer = { url: string; setupCode: string; close(): Promise<void>; kill(): void };

/** Starts the real server on real SQLite. `kill` leaves behind what kill -9 would. */
export async function startServer(options: {
  dataDir: string;
  port?: number;
  /** The address that clients pin, where a test's line lies in between. */
  origin?: string;
  clock?: { now(): number };
  limits?: NonNullable<Parameters<typeof createServer>[0]["limits"]>;
}): Promise<RunningServer> {
  const started = await createServer(options);
  if (!started.ok) throw new Error(`the server did not start: ${started.failure.code}`);
  const { url, setupCode, close, kill } = started.value;
  return { url, setupCode: setupCode ?? "", close, kill };
}
