/** Bad input from outside: each gets a named code and loses nothing. */

import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { sentence } from "../shared/copy/failures.ts";
import { encodeWith } from "../shared/encoding/canonical.ts";
import { limits } from "../shared/encoding/limits.ts";
import { failureSchema } from "../shared/protocol/routes/routes.ts";
import { readFixture } from "./fixtures.ts";
import { eventually } from "./kit/eventually.ts";
import { profileFile } from "./kit/profile-file.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { between } from "./kit/tampering.ts";
import { client, founder, joiner, must, passphrase, refusal, server } from "./kit/team.ts";

const noSpace = encodeWith(failureSchema, { code: "storage-full", retry: "later", detail: null });
const other = "Nebel-Kanne-wirft-77-Anker";

describe("bad input from outside", () => {
  it("a wrong passphrase, then the right one", async () => {
    const ada = await founder(await server());
    await must(ada, "account.lock", {});
    expect(await refusal(ada, "account.unlock", { passphrase: other })).toBe("unlock");
    expect(await refusal(ada, "item.list", {})).toBe("locked");
    await must(ada, "account.unlock", { passphrase });
  });

  it("the device sheet opens where the keychain forgot, and nothing else does", async () => {
    const dataDir = scratchDir();
    const ada = await client({ dataDir });
    const running = await server();
    const made = await must(ada, "team.create", {
      name: "N",
      person: "Ada",
      passphrase,
      server: { url: running.url, setupCode: running.setupCode },
    });
    await ada.close();
    const back = await client({ dataDir });
    expect(await refusal(back, "account.unlock", { passphrase })).toBe("keychain-missing");
    const wrong = made.deviceSheet.text.replace(/^[0-9a-z]/, (first) => (first === "0" ? "1" : "0"));
    expect(await back.call("account.unlock", { passphrase, deviceSheet: wrong })).toMatchObject({
      failure: { code: "invalid-input", detail: { field: "deviceSheet", reason: "mistyped", number: 1 } },
    });
    await must(back, "account.unlock", {
      passphrase,
      deviceSheet: made.deviceSheet.text.toUpperCase().replaceAll("-", " "),
    });
    await must(back, "account.lock", {});
    await must(back, "account.unlock", { passphrase });
  });

  it("weak passphrases are refused where they are chosen", async () => {
    const running = await server();
    const ada = await client();
    for (const weak of ["", "short", "password1234", "aaaaaaaaaaaaaaaa", "Nordlicht Ada"]) {
      expect(
        await refusal(ada, "team.create", {
          name: "Nordlicht",
          person: "Ada",
          passphrase: weak,
          server: { url: running.url, setupCode: running.setupCode },
        }),
      ).toBe("invalid-input");
    }
    expect((await must(ada, "account.status", {})).state).toBe("none");
  });

  it("a wrong, spent or foreign setup code", async () => {
    const running = await server();
    const elsewhere = await server();
    const ada = await client();
    const make = (url: string, setupCode: string) =>
      refusal(ada, "team.create", { name: "N", person: "Ada", passphrase, server: { url, setupCode } });
    expect(await make(running.url, "nonsense")).toBe("setup-code");
    expect(await make(elsewhere.url, running.setupCode)).toBe("pin");
    const spent = running.setupCode;
    await founder(running);
    expect(await make(running.url, spent)).toBe("setup-code");
  });

  it("a broken, used, cancelled or foreign invite", async () => {
    const running = await server();
    const ada = await founder(running);
    const bob = await client();
    const join_ = (code: string) => refusal(bob, "team.join", { code, passphrase });
    expect(await join_("latchkey://join/nonsense")).toBe("invite");
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const broken = code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect(await join_(broken)).toBe("invite");
    expect(await join_(running.setupCode)).toBe("invite");
    const cancelled = await must(ada, "invite.create", { name: "Carol" });
    await must(ada, "invite.cancel", { invite: cancelled.invite });
    expect(await join_(cancelled.code)).toBe("invite");
    const used = await must(ada, "invite.create", { name: "Bob" });
    await must(bob, "team.join", { code: used.code.replace("latchkey://join/", "").replaceAll("-", "\n"), passphrase });
    const eve = await client();
    expect(await refusal(eve, "team.join", { code: used.code, passphrase })).toBe("invite");
    expect((await must(eve, "account.status", {})).state).toBe("none");
  });

  it("a server that is down or answers nonsense", async () => {
    const running = await server();
    const ada = await founder(running);
    const port = Number(new URL(running.url).port);
    await running.close();
    const nonsense = createServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>sign in"),
    );
    await new Promise<void>((resolve) => nonsense.listen(port, "127.0.0.1", resolve));
    atEnd(() => new Promise<void>((resolve) => nonsense.close(() => resolve())));
    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    expect((await must(ada, "sync.now", {})).state).not.toBe("ok");
    expect(["offline", "server-error", "encoding", "pin"]).toContain(
      await refusal(ada, "vault.create", { title: "X" }),
    );
    expect((await must(ada, "account.status", {})).state).toBe("unlocked");
  });

  it("a damaged local database is named and left as it is", async () => {
    const dataDir = scratchDir();
    const ada = await founder(await server(), { dataDir });
    const keychain = ada.keychain;
    await ada.close();
    const file = profileFile(dataDir);
    copyFileSync(file, `${file}.copy`);
    writeFileSync(file, Buffer.alloc(8192, 7));
    const back = await client({ dataDir, keychain });
    expect(await refusal(back, "account.unlock", { passphrase })).toBe("damaged-database");
    await back.close();
    copyFileSync(`${file}.copy`, file);
    const healed = await client({ dataDir, keychain });
    await must(healed, "account.unlock", { passphrase });
  });

  it("a local database of a newer Latchkey is named and left as it is", async () => {
    const dataDir = scratchDir();
    const ada = await founder(await server(), { dataDir });
    await ada.close();
    const file = profileFile(dataDir);
    const db = new Database(file);
    const version = db.pragma("user_version", { simple: true }) as number;
    db.pragma(`user_version = ${version + 1}`);
    db.close();
    const before = readFileSync(file);
    const older = await client({ dataDir, keychain: ada.keychain });
    expect(await refusal(older, "account.unlock", { passphrase })).toBe("newer-database");
    await older.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("a profile of the trial version is named and left as it is", async () => {
    const dataDir = scratchDir();
    const ada = await founder(await server(), { dataDir });
    await ada.close();
    const file = profileFile(dataDir);
    rmSync(file);
    const trial = new Database(file);
    trial.pragma("journal_mode = WAL");
    trial.exec(readFileSync(new URL("./fixtures/profiles/trial-version.sql", import.meta.url), "utf8"));
    trial.close();
    const before = readFileSync(file);
    const now = await client({ dataDir, keychain: ada.keychain });
    const refused = await now.call("account.unlock", { passphrase });
    expect(refused).toMatchObject({ failure: { code: "damaged-database", detail: { reason: "trial-version" } } });
    if (!refused.ok) expect(sentence(refused.failure)).toContain("made by a trial version");
    await now.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("a server that is slow or has no space: work goes on here, and goes out when it can", async () => {
    const line = between();
    const ada = await founder(await server(), { fetch: line.fetch });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const save = (title: string) => must(ada, "item.save", { vault, changes: { title, password: "x" } });
    line.answer("push", () => new Response(noSpace.slice(), { status: 507 }));
    expect(await save("While it is full")).toMatchObject({ draft: true });
    expect((await must(ada, "sync.now", {})).pending).toBe(1);
    line.honest();
    await eventually(
      () => must(ada, "sync.now", {}),
      ({ state, pending }) => state === "ok" && pending === 0,
    );
    // Slow: it never answers; the person is not kept waiting for it.
    line.answer("push", () => new Promise(() => {}));
    const startedAt = performance.now();
    expect(await save("While it is slow")).toMatchObject({ draft: true });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect((await must(ada, "item.list", { vault })).total).toBe(2);
  });

  it("an import file that is too large", async () => {
    const ada = await founder(await server());
    const huge = new Uint8Array(limits.importBytes + 1);
    expect(await refusal(ada, "import.preview", { format: "kdbx", bytes: huge, passphrase: "x" })).toBe("limit");
    expect((await must(ada, "item.list", {})).total).toBe(0);
  });

  it("a second start on one data folder is busy, and the first goes on", async () => {
    const dataDir = scratchDir();
    const ada = await founder(await server(), { dataDir });
    const second = await client({ dataDir });
    expect(await refusal(second, "account.status", {})).toBe("busy");
    await must(ada, "vault.create", { title: "Still here" });
  });

  it("a damaged, wrong-passphrase or foreign import file", async () => {
    const ada = await founder(await server());
    const bytes = readFixture("imports/keepassxc.kdbx");
    const read = (file: Uint8Array, word?: string) =>
      refusal(ada, "import.preview", {
        format: "kdbx",
        bytes: file,
        ...(word === undefined ? {} : { passphrase: word }),
      });
    expect(await read(bytes, "wrong")).toBe("import");
    expect(await read(bytes)).toBe("import");
    expect(await read(bytes, "")).toBe("import");
    expect(await read(new Uint8Array(), "x")).toBe("import");
    expect(await read(new TextEncoder().encode("title,password"), "x")).toBe("import");
    for (const cut of [10, 100, 500, bytes.length - 1])
      expect(await read(bytes.slice(0, cut), "fixture-pass")).toBe("import");
    expect((await must(ada, "item.list", {})).total).toBe(0);
  });

  it("unknown keys, wrong shapes and unknown commands", async () => {
    const ada = await founder(await server());
    expect(await refusal(ada, "vault.create", { title: "x", admin: true } as never)).toBe("invalid-input");
    expect(await refusal(ada, "item.get", { item: "../../etc" })).toBe("invalid-input");
    expect(await refusal(ada, "item.get", { item: "0".repeat(26) })).toBe("not-found");
    expect(await refusal(ada, "fs.write" as never, {} as never)).toBe("invalid-input");
    const bob = await joiner(ada, "Bob");
    expect(await refusal(bob, "invite.create", { name: "Eve" })).toBe("role");
  });
});
