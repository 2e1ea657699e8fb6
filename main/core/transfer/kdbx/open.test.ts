import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { argon2d, argon2id } from "hash-wasm";
import kdbxweb from "kdbxweb";
import { beforeAll, describe, expect, test } from "vitest";
import type { KdbxEntry } from "./document.ts";
import { type KdbxFile, openKdbx } from "./open.ts";

const text = (entry: KdbxEntry | undefined, name: string) => {
  const value = entry?.fields.get(name);
  return value === undefined ? undefined : new TextDecoder().decode(value.bytes);
};
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../e2e/fixtures/imports/${name}`, import.meta.url)));
const opened = async (bytes: Uint8Array, password: string | null, keyFile: Uint8Array | null = null) => {
  const file = await openKdbx(bytes, { password, keyFile });
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  return file.value;
};
const titled = (file: KdbxFile, title: string) => file.document.entries.find((entry) => text(entry, "Title") === title);

beforeAll(() => {
  kdbxweb.CryptoEngine.setArgon2Impl(async (password, salt, memory, iterations, length, parallelism, type) => {
    const run = type === kdbxweb.CryptoEngine.Argon2TypeArgon2d ? argon2d : argon2id;
    const key = await run({
      password: new Uint8Array(password),
      salt: new Uint8Array(salt),
      memorySize: memory,
      iterations,
      hashLength: length,
      parallelism,
      outputType: "binary",
    });
    return key.buffer as ArrayBuffer;
  });
});

const wrongKey = { code: "import", detail: { reason: "wrong-key" } };

type Written = {
  version: 3 | 4;
  kdf?: "aes" | "argon2d" | "argon2id";
  chacha?: boolean;
  compressed?: boolean;
  password?: string | null;
  keyFile?: Uint8Array;
};

/** A file by another program's library, with protected values before and after each other. */
async function written(options: Written): Promise<Uint8Array> {
  const password = options.password === null ? null : kdbxweb.ProtectedValue.fromString(options.password ?? "pw");
  const credentials = new kdbxweb.Credentials(password, options.keyFile?.slice());
  const db = kdbxweb.Kdbx.create(credentials, "Test");
  db.setVersion(options.version);
  if (options.version === 4) {
    const { Aes, Argon2d, Argon2id } = kdbxweb.Consts.KdfId;
    db.setKdf({ aes: Aes, argon2d: Argon2d, argon2id: Argon2id }[options.kdf ?? "argon2d"]);
    const set = (name: string, type: number, value: unknown) =>
      db.header.kdfParameters?.set(name, type, value as never);
    const { UInt32, UInt64 } = kdbxweb.VarDictionary.ValueType;
    if (options.kdf === "aes") set("R", UInt64, new kdbxweb.Int64(1000));
    else {
      set("M", UInt64, new kdbxweb.Int64(256 * 1024));
      set("I", UInt64, new kdbxweb.Int64(2));
      set("P", UInt32, 3);
    }
  } else db.header.keyEncryptionRounds = 1000;
  if (options.chacha) db.header.dataCipherUuid = new kdbxweb.KdbxUuid(kdbxweb.Consts.CipherId.ChaCha20);
  if (options.compressed === false) db.header.compression = kdbxweb.Consts.CompressionAlgorithm.None;
  const below = db.createGroup(db.getDefaultGroup(), "Süd & <Nord>");
  for (const [index, name] of ["First", "Second ünïcode", "Third"].entries()) {
    const entry = db.createEntry(index === 2 ? below : db.getDefaultGroup());
    entry.fields.set("Title", name);
    entry.fields.set("Password", kdbxweb.ProtectedValue.fromString(`päss-${index}-${"x".repeat(index * 70)}`));
    entry.fields.set("PIN", kdbxweb.ProtectedValue.fromString(`${index}${index}`));
    entry.tags = ["a", "b c"];
  }
  const second = db.getDefaultGroup().entries[1] as kdbxweb.KdbxEntry;
  second.pushHistory();
  second.fields.set("Password", kdbxweb.ProtectedValue.fromString("newer"));
  second.binaries.set("plan.txt", await db.createBinary(new TextEncoder().encode("twelve bytes").buffer));
  return new Uint8Array(await db.save());
}

const contents = (entry: KdbxEntry | undefined) =>
  (entry?.attachments ?? []).map(({ name, file }) => [name, new TextDecoder().decode(file?.bytes ?? undefined)]);

function expectContents(file: KdbxFile): void {
  expect(file.document.entries).toHaveLength(3);
  expect(text(titled(file, "First"), "Password")).toBe("päss-0-");
  expect(text(titled(file, "Third"), "Password")).toBe(`päss-2-${"x".repeat(140)}`);
  expect(text(titled(file, "Third"), "PIN")).toBe("22");
  expect(titled(file, "Third")?.fields.get("PIN")?.hidden).toBe(true);
  expect(titled(file, "Third")?.tags).toEqual(["a", "b c"]);
  const second = titled(file, "Second ünïcode");
  expect(text(second, "Password")).toBe("newer");
  expect(second?.history.map((old) => text(old, "Password"))).toEqual([`päss-1-${"x".repeat(70)}`]);
  expect(contents(second)).toEqual([["plan.txt", "twelve bytes"]]);
  const group = file.document.groups[titled(file, "Third")?.group ?? -1];
  expect(group?.name).toBe("Süd & <Nord>");
}

describe("files written by another library", () => {
  const cases: [string, string, Written][] = [
    ["3.1, AES", "3.1", { version: 3 }],
    ["3.1, not compressed", "3.1", { version: 3, compressed: false }],
    ["4, AES-KDF, AES", "4.0", { version: 4, kdf: "aes" }],
    ["4, Argon2d with three lanes, ChaCha20", "4.0", { version: 4, kdf: "argon2d", chacha: true }],
    ["4, Argon2id, not compressed", "4.0", { version: 4, kdf: "argon2id", compressed: false }],
  ];
  test.each(cases)("KDBX %s", async (_, version, options) => {
    const bytes = await written(options);
    const file = await opened(bytes, "pw");
    expectContents(file);
    expect(file.version.slice(0, 2)).toBe(version.slice(0, 2));
    expect(await openKdbx(bytes, { password: "pW", keyFile: null })).toMatchObject({ failure: wrongKey });
  });
});

describe("credentials", () => {
  const key = new Uint8Array(randomBytes(32));
  const keyBuffer = Buffer.from(key);
  const hash = createHash("sha256").update(key).digest().subarray(0, 4).toString("hex").toUpperCase();
  const keyHex = keyBuffer.toString("hex").toUpperCase();
  const spaced = keyHex.replace(/(.{8})/g, "$1 \n ");
  const xml = (version: string, inner: string) =>
    Buffer.from(
      `<?xml version="1.0" encoding="utf-8"?>\n<KeyFile><Meta><Version>${version}</Version></Meta><Key>${inner}</Key></KeyFile>`,
    );
  const version2 = xml("2.0", `<Data Hash="${hash}">\n${spaced}</Data>`);
  const keyFiles: [string, Uint8Array][] = [
    ["XML 1.00", xml("1.00", `<Data>${keyBuffer.toString("base64")}</Data>`)],
    ["XML 2.0", version2],
    ["32 bytes", key],
    ["64 hex digits", Buffer.from(keyHex)],
    ["any other file", Buffer.from("a photograph, say")],
    ["broken XML", Buffer.from("<KeyFile><Meta>")],
  ];
  test.each(keyFiles)("key file as %s, alone and with a password", async (_, keyFile) => {
    const alone = await written({ version: 4, kdf: "aes", password: null, keyFile });
    expectContents(await opened(alone, null, new Uint8Array(keyFile)));
    expect(await openKdbx(alone, { password: "", keyFile })).toMatchObject({ failure: wrongKey });
    const both = await written({ version: 3, keyFile });
    expectContents(await opened(both, "pw", new Uint8Array(keyFile)));
    expect(await openKdbx(both, { password: "pw", keyFile: null })).toMatchObject({ failure: wrongKey });
    expect(await openKdbx(both, { password: null, keyFile })).toMatchObject({ failure: wrongKey });
  });

  test("an empty password is a key of its own, and not no password", async () => {
    const empty = await written({ version: 4, kdf: "aes", password: "", keyFile: key });
    expectContents(await opened(empty, "", key));
    expect(await openKdbx(empty, { password: null, keyFile: key })).toMatchObject({ failure: wrongKey });
    const only = await written({ version: 3, password: "" });
    expectContents(await opened(only, ""));
    expect(await openKdbx(only, { password: null, keyFile: null })).toMatchObject({
      failure: { code: "import", detail: { reason: "no-credentials" } },
    });
  });

  test("a key file whose own check fails is named", async () => {
    const file = await written({ version: 4, kdf: "aes", password: null, keyFile: version2 });
    const wrong = xml("2.0", `<Data Hash="00000000">${keyHex}</Data>`);
    expect(await openKdbx(file, { password: null, keyFile: wrong })).toMatchObject({
      failure: { code: "import", detail: { reason: "key-file" } },
    });
  });
});

describe("files written by KeePassXC", () => {
  test("the given fixture", async () => {
    const file = await opened(fixture("keepassxc.kdbx"), "fixture-pass");
    expect(file.document.entries.map((entry) => text(entry, "Title"))).toEqual([
      "Office Wi-Fi",
      "Mailchimp",
      "X / Twitter",
      "AWS root",
      "Registrar",
    ]);
    const root = titled(file, "AWS root");
    expect(text(root, "Recovery codes")).toBe("aaaa-bbbb\ncccc-dddd");
    expect(root?.fields.get("Recovery codes")?.hidden).toBe(true);
    expect(root?.fields.get("Account ID")?.hidden).toBe(false);
    expect(root?.history.map((old) => text(old, "Password"))).toEqual(["older-password-1"]);
    expect(contents(root).map(([name]) => name)).toEqual(["runbook.txt"]);
    expect(root?.attachments[0]?.file?.bytes?.length).toBeGreaterThan(0);
    expect(text(titled(file, "Registrar"), "Password")).toBe("zürich-straße-日本");
    expect(titled(file, "Registrar")?.expires).toBe(Date.parse("2027-01-31T00:00:00Z"));
    expect(titled(file, "X / Twitter")?.expires).toBeNull();
  });

  const keyFile = fixture("keepassxc.keyx");
  const chosen: [string, string, string | null, Uint8Array | null][] = [
    ["Argon2d by password", "keepassxc-argon2d.kdbx", "fixture-pass", null],
    ["Argon2id, ChaCha20, password and key file", "keepassxc-argon2id-password-and-key.kdbx", "fixture-pass", keyFile],
    ["Argon2d, ChaCha20, key file alone", "keepassxc-argon2d-key-only.kdbx", null, keyFile],
  ];
  test.each(chosen)("%s", async (_, name, password, key) => {
    const file = await opened(fixture(name), password, key);
    expect(file.version).toMatch(/^4\./);
    const entry = titled(file, "Example");
    expect(text(entry, "UserName")).toBe("dana");
    expect(text(entry, "Password")).toBe("s3cond-ünïcode");
    expect(entry?.history.map((old) => text(old, "Password"))).toEqual(["first-secret"]);
    expect(file.document.groups[entry?.group ?? -1]?.name).toBe("Web");
    const wrong =
      password === null ? { password: "", keyFile: key } : { password, keyFile: key === null ? keyFile : null };
    expect(await openKdbx(fixture(name), wrong)).toMatchObject({ failure: wrongKey });
  });

  test("the rich file: groups, bin, history, tags, attachment", async () => {
    const file = await opened(fixture("keepassxc-rich.kdbx"), "fixture-pass");
    const names = file.document.groups.map((group) => group.name);
    expect(names).toEqual(["Root", "Codes", "Texts / odd", "Empty group", "Recycle Bin", "Deep in it"]);
    const bin = file.document.groups.find((group) => group.uuid === file.document.recycleBin);
    expect(bin?.name).toBe("Recycle Bin");
    expect(titled(file, "Many addresses")?.tags.sort()).toEqual(["on call", "ops", "ünïcode"]);
    expect(titled(file, "With a past")?.history.map((old) => text(old, "PIN"))).toEqual(["1111", "1111"]);
    const attached = file.document.entries.flatMap((entry) => entry.attachments);
    expect(attached).toMatchObject([{ name: "notes.pdf", file: { isPacked: false } }]);
    expect(attached[0]?.file?.bytes?.length).toBeGreaterThan(0);
    expect(text(titled(file, "<img src=x onerror=alert(1)>\u202e"), "__proto__")).toBe("polluted");
  });
});
