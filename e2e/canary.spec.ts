/**
 * Unique words are typed into every field that is nobody's business, through a whole working day of two people; afterwards
 * every byte that went over the network and every byte on the disk is searched for them, in every form. First the same
 * search has to find words that were put there on purpose.
 */
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { emptyXml, testFile } from "../main/core/transfer/kdbx/test-file.ts";
import { startChild } from "../server/testing/child.ts";
import { readTransferCode } from "../shared/protocol/transfer-code/transfer-code.ts";
import type { Client } from "./drive.ts";
import { chromiumPath, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { must } from "./kit/must.ts";
import { type Recorder, record } from "./kit/recorder.ts";
import { countIn, filesBelow, formsOf, withUnpacked } from "./kit/scan.ts";
import { scratchDir } from "./kit/scratch.ts";
import { client, isIn, readyVault, userOf } from "./kit/team.ts";

const letters = "abcdefghijkmnpqrstuvwxyz23456789";
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const draw = (from: string, length: number) =>
  Array.from({ length }, () => from[randomInt(from.length)] as string).join("");
const word = () => draw(letters, 16);

/** What may stand in the clear, and where: the unlock and waiting screens show names before anything is opened. */
const allowed: { canary: string; where: RegExp }[] = [
  { canary: "team name", where: /profile\.db(-wal)?$/ },
  { canary: "inviter's name", where: /profile\.db(-wal)?$/ },
  { canary: "joiner's name", where: /profile\.db(-wal)?$/ },
];

type Canaries = ReturnType<typeof newCanaries>;

function newCanaries() {
  return {
    "team name": word(),
    "inviter's name": word(),
    "joiner's name": word(),
    "e-mail": `${word()}@${word()}.example`,
    "Ada's passphrase": `${word()} ${word()}`,
    "Bob's passphrase": `${word()} ${word()}`,
    "vault title": word(),
    title: word(),
    username: word(),
    password: word(),
    "password of a draft": word(),
    website: word(),
    notes: word(),
    tag: word(),
    "name of a field": word(),
    "text field": word(),
    "hidden field": word(),
    seed: draw(base32, 32),
    "issuer of a seed": word(),
    "account of a seed": word(),
    "file name": word(),
    "passphrase of a file": word(),
    "imported title": word(),
    "imported password": word(),
    "older password": word(),
    "imported field": word(),
    "group of a file": word(),
  };
}

function importFile(of: Canaries): Uint8Array {
  const field = (name: string, value: string) => `<String><Key>${name}</Key><Value>${value}</Value></String>`;
  const entry = (password: string, more = "") =>
    `<Entry><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID>${field("Title", of["imported title"])}${field("Password", password)}` +
    `${field("Extra", of["imported field"])}${more}</Entry>`;
  const group = `<Group><UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID><Name>${of["group of a file"]}</Name>${entry(
    of["imported password"],
    `<History>${entry(of["older password"])}</History>`,
  )}</Group>`;
  return testFile({
    password: of["passphrase of a file"],
    xml: emptyXml.replace(/<\/Group>(?![\s\S]*<\/Group>)/, `${group}</Group>`),
  });
}

async function settled(app: Client): Promise<void> {
  await eventually(
    () => must(app, "sync.now", {}),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );
}

type Day = { of: Canaries; line: Recorder; bobsFolder: string; said: () => string };

/** Everything that two people do; ends with all of their apps closed. */
async function day(of: Canaries): Promise<Day & { deviceSecrets: [string, string | Uint8Array][] }> {
  const line = await record();
  const origin = `http://127.0.0.1:${line.port}`;
  const serverFolder = scratchDir();
  const said: (() => string)[] = [];
  const serve = async () => {
    const running = await startChild(serverFolder, ["--origin", origin]);
    line.leadTo(Number(new URL(running.url).port));
    let output = "";
    running.child.stderr?.on("data", (part) => {
      output += part;
    });
    said.push(() => output + running.stdout().replaceAll(running.setupCode ?? "-", ""));
    return running;
  };
  const first = await serve();
  const ada = await client();
  const bobsFolder = scratchDir();
  const bob = await client({ dataDir: bobsFolder });
  const made = await must(ada, "team.create", {
    name: of["team name"],
    person: of["inviter's name"],
    passphrase: of["Ada's passphrase"],
    server: { url: origin, setupCode: first.setupCode ?? "" },
  });
  const { code } = await must(ada, "invite.create", { name: of["joiner's name"], emails: [of["e-mail"]] });
  await must(bob, "team.join", { code, passphrase: of["Bob's passphrase"], keychain: "file" });
  await isIn(bob);
  const { vault } = await must(ada, "vault.create", { title: of["vault title"] });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  await readyVault(bob, vault);
  const { item } = await must(ada, "item.save", {
    vault,
    changes: {
      title: of.title,
      username: of.username,
      password: of.password,
      urls: [`https://${of.website}.example/`],
      notes: of.notes,
      tags: [of.tag],
      totp: `otpauth://totp/${of["issuer of a seed"]}:${of["account of a seed"]}?secret=${of.seed}&issuer=${of["issuer of a seed"]}`,
      fields: [
        { name: of["name of a field"], type: "text", value: of["text field"] },
        { name: "hidden", type: "hidden", value: of["hidden field"] },
      ],
    },
  });
  const { preview } = await must(ada, "import.preview", {
    format: "kdbx",
    bytes: importFile(of),
    passphrase: of["passphrase of a file"],
    fileName: of["file name"],
  });
  expect(await must(ada, "import.apply", { preview, target: vault })).toMatchObject({ added: 1 });
  await settled(ada);
  await settled(bob);
  expect((await must(bob, "item.list", { text: of.title })).total).toBe(1);
  await must(bob, "item.reveal", { item, field: "password" });
  await must(bob, "item.copyField", { item, field: "password" });
  await must(bob, "item.code", { item });

  first.child.kill("SIGKILL");
  await first.ended;
  await must(ada, "item.save", { vault, item, changes: { password: of["password of a draft"] } });
  await must(ada, "account.lock", {});
  await serve();
  await must(ada, "account.unlock", { passphrase: of["Ada's passphrase"] });
  await settled(ada);
  await settled(bob);
  const sheet = readTransferCode("device-sheet", made.deviceSheet.text);
  if (!sheet.ok) throw new Error("the device sheet does not read");
  await ada.close();
  await bob.close();
  return {
    of,
    line,
    bobsFolder,
    said: () => said.map((say) => say()).join(""),
    deviceSecrets: [
      ["device sheet", made.deviceSheet.text],
      ["device sheet without its groups", made.deviceSheet.text.replace(/[-\n]/g, "")],
      ["device sheet without its symbols", made.deviceSheet.text.replace(/-.$/gm, "").replace(/[-\n]/g, "")],
      ["device secret", sheet.value.deviceSecret],
      ["join code", code],
    ],
  };
}

/** Bob's morning in Chromium, so that host, core process and browser leave whatever they leave. */
async function browse({ of, bobsFolder }: Day): Promise<string> {
  const { host, page } = await person({ dataDir: bobsFolder });
  await page.getByLabel("Passphrase").fill(of["Bob's passphrase"]);
  await page.keyboard.press("Enter");
  await page.getByPlaceholder(/^Search/).fill(of.title);
  await page.getByRole("option", { name: of.title }).click();
  await page.getByTestId("code").waitFor();
  await page.getByRole("button", { name: "Show: Password" }).click();
  await page.getByText(of["password of a draft"]).first().waitFor();
  await page.getByRole("button", { name: "Copy: Password" }).click();
  await page.keyboard.press("Control+l");
  await page.getByRole("button", { name: /^Unlock/ }).waitFor();
  return host.output.join("");
}

/** What a program says on both of its lines, until it ends or has said something; then it is ended. */
function saidBy(program: string, args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", program), ...args]);
  let said = "";
  for (const line of [child.stdout, child.stderr])
    line.on("data", (part) => {
      said += part;
      if (said.includes("\n")) child.kill("SIGTERM");
    });
  return new Promise((resolve) => child.on("close", () => resolve(said)));
}

describe("canaries", () => {
  it("are found wherever they were put on purpose", async () => {
    const secret = word();
    const forms = formsOf(secret);
    const found = (bytes: Buffer) => withUnpacked(bytes).some((part) => countIn(part, forms) > 0);
    const around = (text: string | Buffer) => Buffer.concat([randomBytes(7), Buffer.from(text), randomBytes(5)]);
    for (const [how, text] of [
      ["plain", secret],
      ["UTF-16", Buffer.from(secret, "utf16le")],
      ["hex", Buffer.from(secret).toString("hex")],
      ["HEX", Buffer.from(secret).toString("hex").toUpperCase()],
      ...[0, 1, 2].map((by) => [`base64, ${by}`, Buffer.from(`${"x".repeat(by)}${secret}yz`).toString("base64")]),
      ["base64url", Buffer.from(`??${secret}??`).toString("base64url")],
      ["gzip", gzipSync(`before ${secret} after`)],
      ["deflate", deflateSync(`before ${secret} after`)],
    ] as [string, string | Buffer][])
      expect(found(around(text)), how).toBe(true);
    expect(found(randomBytes(100_000))).toBe(false);

    const folder = scratchDir();
    writeFileSync(join(folder, "settings.json"), JSON.stringify({ last: secret }));
    const db = new Database(join(folder, "open.db"));
    db.pragma("journal_mode = WAL");
    db.exec("CREATE TABLE kept (word TEXT)");
    db.prepare("INSERT INTO kept VALUES (?)").run(secret);
    copyFileSync(join(folder, "open.db-wal"), join(folder, "copied.db-wal"));
    db.pragma("wal_checkpoint(TRUNCATE)");
    const hits = filesBelow(tmpdir()).filter(({ bytes }) => found(bytes));
    expect(hits.map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual([
      "copied.db-wal",
      "open.db",
      "settings.json",
    ]);
    db.close();

    // What the programs say is caught: the host repeats a wrong option, the server names the folder that it was given.
    expect(found(Buffer.from(await saidBy("main/host/browser/entry.ts", [`--${secret}`])))).toBe(true);
    expect(found(Buffer.from(await saidBy("server/entry.ts", ["--port", "0", "--data", join(folder, secret)])))).toBe(
      true,
    );

    const line = await record();
    const server = await startChild(scratchDir(), ["--origin", `http://127.0.0.1:${line.port}`]);
    line.leadTo(Number(new URL(server.url).port));
    const origin = `http://127.0.0.1:${line.port}`;
    await fetch(`${origin}/health?${secret}`);
    expect(line.recorded().filter(found)).toHaveLength(1);
    await fetch(`${origin}/v1/challenge`, { method: "POST", body: gzipSync(secret) });
    expect(line.recorded().filter(found).length).toBeGreaterThanOrEqual(1);
  }, 60_000);

  it.skipIf(chromiumPath === null)(
    "are nowhere after a day's work",
    async () => {
      const today = await day(newCanaries());
      const hostSaid = await browse(today);
      const secrets = [...Object.entries(today.of), ...today.deviceSecrets].map(
        ([name, secret]) => [name, formsOf(secret)] as const,
      );
      const sinks = [
        ...filesBelow(tmpdir()),
        ...today.line.recorded().map((bytes, at) => ({ path: `network ${at}`, bytes })),
        { path: "log of the server", bytes: Buffer.from(today.said()) },
        { path: "log of host and core", bytes: Buffer.from(hostSaid) },
      ];
      expect(sinks.filter(({ path }) => path.startsWith("network")).length).toBeGreaterThan(2);
      expect(sinks.some(({ path }) => path.endsWith("profile.db"))).toBe(true);
      const leaks = new Set<string>();
      for (const { path, bytes } of sinks)
        for (const part of withUnpacked(bytes))
          for (const [name, forms] of secrets)
            if (countIn(part, forms) > 0 && !allowed.some(({ canary, where }) => canary === name && where.test(path)))
              leaks.add(`${name} in ${path.slice(path.lastIndexOf("/latchkey-") + 1)}`);
      expect([...leaks]).toEqual([]);
    },
    120_000,
  );
});
