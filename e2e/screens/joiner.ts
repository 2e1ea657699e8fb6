/** The walk of somebody who was invited: the code, the passphrase, the sheet, waiting, and an invite that came to nothing. */
import { type Client, createClient } from "../drive.ts";
import { must, passphrase } from "../kit/must.ts";
import type { Stop } from "../screens.ts";
import { button, choosePassphrase } from "./walk.ts";

export type Joiner = {
  code: string;
  /** Of a founder with long names. */
  longCode: string;
  usedCode: string;
  /** Cancels the open invite, by an app of the admin that never learns that somebody waits. */
  cancel(): Promise<void>;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
};

/** In walking order. */
export const joiner: Stop<Joiner>[] = [
  {
    route: "join-code",
    state: "long names",
    go: async (page, { longCode }) => {
      await button(page, /Join with an invite/).click();
      await page.getByLabel("Join code").fill(longCode);
      await page.getByText("invites you to").waitFor();
    },
  },
  {
    route: "join-passphrase",
    state: "error",
    go: async (page, { usedCode }) => {
      await page.getByLabel("Join code").fill(usedCode);
      await page.getByText("Ada invites you to").waitFor();
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await button(page, /Ask to be let in/).click();
      await page.getByText("This invite was cancelled").waitFor();
    },
  },
  {
    route: "join-code",
    state: "one",
    go: async (page, { code }) => {
      await button(page, "Back").click();
      await page.getByLabel("Join code").fill(code);
      await page.getByText("Ada invites you to Nordlicht.").waitFor();
    },
  },
  {
    route: "join-passphrase",
    state: "one",
    go: async (page) => {
      await button(page, "Continue").click();
      await choosePassphrase(page, passphrase);
      const accept = page.getByLabel("Keep it in a file");
      if ((await accept.count()) > 0) await accept.check();
      await page.getByText("Somebody who steals").waitFor();
    },
  },
  {
    route: "join-sheet",
    state: "one",
    go: async (page) => {
      await button(page, /Ask to be let in/).click();
      await button(page, /I wrote it down/).waitFor();
    },
  },
  {
    route: "waiting",
    state: "one",
    go: async (page) => {
      await button(page, "Continue without a sheet").click();
      await button(page, "Continue without it").click();
      await page.getByText("Waiting for Ada to let you in").waitFor();
    },
  },
  {
    route: "waiting",
    state: "offline",
    go: async (page, { stopServer }) => {
      await stopServer();
      await page.getByText("Latchkey tries again automatically").waitFor({ timeout: 20_000 });
    },
  },
  {
    route: "waiting",
    state: "error",
    go: async (page, { startServer, cancel }) => {
      await startServer();
      await cancel();
      await page.getByText("This code no longer works").waitFor({ timeout: 40_000 });
    },
  },
];

/** An app of the admin behind a network that loses everything about joins; it cancels `invite` and is closed again. */
export async function cancelUnnoticed(admin: { dataDir: string; keychain: Client["keychain"] }, invite: string) {
  const app = await createClient({
    ...admin,
    fetch: (url, init) => (url.includes("join") ? Promise.reject(new Error("lost")) : fetch(url, init)),
  });
  await must(app, "account.unlock", { passphrase });
  await must(app, "invite.cancel", { invite });
  await app.close();
}
