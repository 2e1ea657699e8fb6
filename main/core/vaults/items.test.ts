import { afterAll, describe, expect, test } from "vitest";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { call, must, refusal, reveal, row, save } from "./test-calls.ts";
import { postDamaged, postNewer } from "./test-damaged.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

describe("save and use", () => {
  test("a login goes in, is listed, revealed, copied, used, and another person sees it", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const { item, version, draft } = await save(ada, {
      title: "Mailchimp",
      username: "marketing@acme.test",
      password: "Wren-41-copper",
      urls: ["login.mailchimp.com", { url: "https://x.test", match: "exact" }],
      notes: "Owner: growth",
      tags: ["news", "news", "ünïcode"],
      totp: "otpauth://totp/M:a?secret=JBSWY3DPEHPK3PXP&issuer=M",
      fields: [
        { name: "PIN", type: "hidden", value: "1234" },
        { name: "__proto__", type: "text", value: "polluted" },
      ],
      expires: 5,
    });
    expect({ version, draft }).toEqual({ version: 1, draft: false });
    expect((await bob.sync()).ok).toBe(true);
    const seen = await must(bob, "item.get", { item });
    expect(seen).toMatchObject({
      title: "Mailchimp",
      kind: "login",
      urls: [
        { url: "login.mailchimp.com", match: "domain" },
        { url: "https://x.test", match: "exact" },
      ],
      tags: ["news", "ünïcode"],
      hasTotp: true,
      hasNotes: true,
      expires: 5,
      editable: false,
      version: 1,
      draft: false,
      conflicts: 0,
    });
    expect(seen.fields.map(({ field }) => field)).toEqual([
      "password",
      "totp",
      "field:PIN",
      "field:__proto__",
      "notes",
    ]);
    expect(await reveal(bob, item, "field:__proto__")).toBe("polluted");
    expect(await reveal(bob, item, "notes")).toBe("Owner: growth");
    expect(await reveal(bob, item, "totp")).toContain("secret=JBSWY3DPEHPK3PXP");
    expect(await refusal(bob, "item.reveal", { item, field: "field:nope" })).toBe("not-found");
    bob.now = 59_000;
    const code = await must(bob, "item.code", { item });
    expect(code).toMatchObject({ code: "996554", periodMs: 30_000, endsAt: 60_000 });
    expect(await must(bob, "item.copyField", { item, field: "code" })).toMatchObject({ clearsInMs: 30_000 });
    expect(bob.clipboard.text).toBe("996554");
    expect(await must(bob, "item.openWebsite", { item, index: 0 })).toEqual({ host: "login.mailchimp.com" });
    expect(bob.opened).toEqual(["https://login.mailchimp.com/"]);
    expect(await refusal(bob, "item.openWebsite", { item, index: 7 })).toBe("not-found");
  });

  test("the clipboard: told when it will be empty and when it is; said where there is none", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    const { item } = await save(ada, { title: "A", password: "secret" });
    await must(ada, "item.copyField", { item, field: "password" });
    ada.pass(10_000);
    await must(ada, "item.copyField", { item, field: "title" });
    ada.pass(25_000);
    expect(ada.events["clipboard.changed"].at(-1)).toEqual({ clearsAt: ada.now + 5000 });
    ada.pass(5000);
    expect(ada.events["clipboard.changed"].at(-1)).toEqual({ clearsAt: null });
    ada.clipboard.available = false;
    expect(await refusal(ada, "item.copyField", { item, field: "password" })).toBe("clipboard-unavailable");
    expect(ada.clipboard.text).toBe("A");
  });

  test("what was typed about an item is answered as it was typed", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    const { item } = await save(ada, { title: "A" });
    const unset = { tool: null, sharedLogin: null, askAgain: false, expires: null };
    expect(await must(ada, "item.get", { item })).toMatchObject(unset);
    const sharedLogin = {
      reason: "one licence",
      owner: newId() as string,
      deputy: null,
      alias: null,
      reviewAt: 5,
      end: null,
    };
    const typed = { tool: newId() as string, sharedLogin, askAgain: true, expires: 7 };
    await save(ada, typed, item);
    expect(await must(ada, "item.get", { item })).toMatchObject(typed);
  });

  test("null removes, absent keys stay, versions are kept and read again", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    const { item } = await save(ada, { title: "A", password: "one", notes: "n", totp: "JBSWY3DPEHPK3PXP" });
    await save(ada, { password: "two" }, item);
    expect(await save(ada, { totp: null, notes: null }, item)).toMatchObject({ version: 3, draft: false });
    const seen = await must(ada, "item.get", { item });
    expect(seen.history.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(seen).toMatchObject({ hasTotp: false, hasNotes: false, title: "A" });
    expect([await reveal(ada, item), await reveal(ada, item, "password", 1)]).toEqual(["two", "one"]);
    expect(await reveal(ada, item, "notes", 2)).toBe("n");
    expect(await refusal(ada, "item.reveal", { item, field: "password", version: 9 })).toBe("not-found");
    // Nothing changed: nothing is written.
    expect(await save(ada, { password: "two" }, item)).toMatchObject({ version: 3, draft: false });
  });

  test("what cannot be saved is named and nothing is kept", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const vault = ada.vault;
    const refused = (changes: CommandInput<"item.save">["changes"]) => refusal(ada, "item.save", { vault, changes });
    expect(await refused({ title: "A", totp: "otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP" })).toBe("otp-uri");
    expect(await refused({ title: "A", totp: "not base32 !" })).toBe("otp-uri");
    expect(await refused({ title: "half \ud800" })).toBe("invalid-input");
    const twice = { name: "x", type: "text" as const, value: "1" };
    expect(await refused({ title: "A", fields: [twice, twice] })).toBe("invalid-input");
    const large = Array.from({ length: 5 }, (_, at) => ({ ...twice, name: `f${at}`, value: "v".repeat(65_000) }));
    expect(await refused({ title: "A", fields: large })).toBe("limit");
    expect(await refused({ title: "A", fields: [{ ...twice, value: "€".repeat(30_000) }] })).toBe("limit");
    const urls = Array.from({ length: 20 }, () => `https://${"a".repeat(1900)}`);
    expect(await refused({ title: "A", urls })).toBe("limit");
    expect(await refusal(bob, "item.save", { vault, changes: { title: "A" } })).toBe("role");
    const nowhere = "0".repeat(26);
    expect(await refusal(ada, "item.save", { vault: nowhere, changes: { title: "A" } })).toBe("not-found");
    expect(await refusal(ada, "item.save", { vault, item: nowhere, changes: { title: "A" } })).toBe("not-found");
    expect((await must(ada, "item.list", {})).total).toBe(0);
    expect(ada.items.drafts.waiting().count).toBe(0);
  });

  test("search and limits of the list", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    for (const title of ["Zürich", "amazon", "Amazon DE", "Berlin"]) await save(ada, { title, username: "Ops" });
    const titles = async (input: CommandInput<"item.list">) =>
      (await must(ada, "item.list", input)).items.map((item) => item.title);
    expect(await titles({})).toEqual(["amazon", "Amazon DE", "Berlin", "Zürich"]);
    expect(await titles({ text: "zurich OPS" })).toEqual(["Zürich"]);
    expect(await must(ada, "item.list", { text: "amazon", limit: 1 })).toMatchObject({ total: 2, items: [{}] });
    expect(await titles({ vault: "0".repeat(26) })).toEqual([]);
  });
});

describe("what others wrote badly", () => {
  test("a version that does not open is damaged by its author; the last good one stays, and is saved over", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "Good", password: "good" });
    await bob.sync();
    postDamaged(holder, bob, item, null);
    await ada.sync();
    expect(await row(ada, item)).toMatchObject({
      title: "Good",
      version: 2,
      damaged: { user: bob.unlocked.profile.user, device: bob.unlocked.profile.device, version: 2 },
    });
    expect(await reveal(ada, item)).toBe("good");
    expect(ada.events["alert.raised"]).toMatchObject([{ code: "aead", user: bob.unlocked.profile.user }]);
    const repair = { vault: ada.vault, item, changes: { notes: "repaired" } };
    expect(await refusal(ada, "item.save", repair)).toBe("older-version");
    expect(await refusal(ada, "item.save", { ...repair, over: 1 })).toBe("older-version");
    expect(await save(ada, { notes: "repaired" }, item, 2)).toMatchObject({ version: 3, draft: false });
    expect((await row(ada, item))?.damaged).toBeUndefined();
    await bob.sync();
    expect(await reveal(bob, item)).toBe("good");
  });

  test("an edit that was made before waits until its person saves over what does not open", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "Good", password: "good" });
    await bob.sync();
    ada.online = false;
    await save(ada, { username: "typed" }, item);
    postDamaged(holder, bob, item, null);
    ada.online = true;
    expect(await ada.sync()).toMatchObject({ failure: { code: "older-version", detail: { number: 2 } } });
    expect(await row(ada, item)).toMatchObject({ draft: true, version: 2 });
    await save(ada, { notes: "on top" }, item, 2);
    expect(await row(ada, item)).toMatchObject({ draft: false, username: "typed" });
    await bob.sync();
    expect(await row(bob, item)).toMatchObject({ username: "typed" });
    expect(await reveal(bob, item, "notes")).toBe("on top");
  });

  test.each([
    ["does not open at all", null],
    ["has an overview that opens and a secret that does not", "Half"],
  ])("an item whose newest version %s is not moved: nothing is drafted in either vault", async (_, title) => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const other = newId<VaultId>();
    const inLog = holder.state.vaults.get(ada.vault) as VaultInLog;
    holder.state = { ...holder.state, vaults: new Map([...holder.state.vaults, [other, { ...inLog, vault: other }]]) };
    const { item } = await save(ada, { title: "Good", password: "good" });
    await bob.sync();
    postDamaged(holder, bob, item, title);
    await ada.sync();
    const { posts } = holder;
    const moved = await call(ada, "item.move", { item, vault: other });
    expect(moved).toMatchObject({ ok: false, failure: { code: "older-version", detail: { number: 2 } } });
    expect([ada.items.drafts.waiting().count, holder.posts]).toEqual([0, posts]);
    expect((await must(ada, "item.list", {})).items).toMatchObject([{ item, vault: ada.vault, draft: false }]);
    // Once the person has saved over it, the item moves.
    await save(ada, { notes: "over it" }, item, 2);
    const { item: there } = await must(ada, "item.move", { item, vault: other });
    expect(await row(ada, there)).toMatchObject({ vault: other, title: "Good" });
    expect([await reveal(ada, there), await reveal(ada, there, "notes")]).toEqual(["good", "over it"]);
  });

  test("an overview that opens with a secret that does not is found at the first use", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "Good", password: "good" });
    await bob.sync();
    postDamaged(holder, bob, item, "Half");
    await ada.sync();
    expect(await reveal(ada, item)).toBe("good");
    expect(await row(ada, item)).toMatchObject({ title: "Good", damaged: { version: 2 } });
    // Also after the next start, and without asking again.
    const again = ada.restart();
    expect(await reveal(again, item)).toBe("good");
  });

  test("envelopes that the server does not give: the item waits, nothing else is held up", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "use" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "Withheld", password: "x" });
    await save(ada, { title: "Given", password: "y" });
    const overview = ada.unlocked.chains.chain(ada.vault).items.get(item as never)?.overview?.hash as never;
    const kept = holder.envelopes.get(overview) as Uint8Array;
    holder.envelopes.delete(overview);
    await bob.sync();
    expect((await must(bob, "item.list", {})).items.map(({ title }) => title)).toEqual(["Given"]);
    holder.envelopes.set(overview, kept);
    bob.pass(40_000);
    expect((await must(bob, "item.list", {})).total).toBe(2);
  });
});

describe("what a newer Latchkey wrote", () => {
  test("is kept and named, and nobody opens or changes it here; what stood before can still be read", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "T", password: "before" });
    await bob.sync();
    postNewer(holder, bob, item);
    await ada.sync();
    const failure = { code: "client-too-old", retry: "after-act" };
    expect(await call(ada, "item.get", { item })).toMatchObject({ failure: { ...failure, detail: { field: "item" } } });
    const field = "password";
    expect(await call(ada, "item.reveal", { item, field })).toMatchObject({
      failure: { ...failure, detail: { field: "item" } },
    });
    expect(await call(ada, "item.reveal", { item, field, version: 2 })).toMatchObject({
      failure: { ...failure, detail: { field: "version" } },
    });
    expect(await refusal(ada, "item.save", { vault: ada.vault, item, changes: { title: "Mine" } })).toBe(
      "client-too-old",
    );
    expect(await reveal(ada, item, field, 1)).toBe("before");
    expect(await refusal(ada, "item.version", { item, version: 2 })).toBe("client-too-old");
    expect(await call(ada, "item.restore", { item, version: 2 })).toMatchObject({ ok: false });
    expect(ada.events["alert.raised"]).toEqual([]);
  });

  test("is not passed over where it was deleted: an edit that waits goes on waiting", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "T", password: "before" });
    await bob.sync();
    bob.online = false;
    await save(bob, { password: "mine" }, item);
    postNewer(holder, ada, item);
    await ada.sync();
    await must(ada, "item.delete", { item });
    await ada.sync();
    bob.online = true;
    await bob.sync();
    const [row] = await must(bob, "draft.list", {});
    expect(row).toMatchObject({ item, reason: "client-too-old" });
  });
});

describe("the snapshot", () => {
  test("a restart lists from it, and never believes it over the chain", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    for (let at = 0; at < 30; at++) await save(ada, { title: `Item ${at}`, password: `p${at}` });
    ada.pass(5000);
    const stored = ada.db().prepare("SELECT chunk, sealed FROM snapshot_chunks").all() as { sealed: Buffer }[];
    expect(stored).toHaveLength(1);
    const again = ada.restart();
    // Without envelopes nothing could be opened: what is listed came from the snapshot.
    again.db().exec("CREATE TABLE kept AS SELECT * FROM envelopes; DELETE FROM envelopes;");
    again.online = false;
    expect((await must(again, "item.list", {})).total).toBe(30);
    again.db().exec("INSERT INTO envelopes SELECT * FROM kept; DROP TABLE kept;");
    again.online = true;

    const first = (await must(again, "item.list", {})).items[0];
    await save(again, { title: "Renamed" }, first?.item);
    again.pass(5000);
    // An older copy of the snapshot is put back: the chain names another version, so that overview is opened anew.
    again.db().prepare("UPDATE snapshot_chunks SET sealed = ?").run(stored[0]?.sealed);
    const third = again.restart();
    expect(await row(third, first?.item as string)).toMatchObject({ title: "Renamed", version: 2 });
    // A broken one is as good as none.
    third.db().prepare("UPDATE snapshot_chunks SET sealed = zeroblob(500)").run();
    expect((await must(third.restart(), "item.list", {})).total).toBe(30);
  });
});

describe("events", () => {
  test("changed items are told by id, many as all", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "A" });
    await bob.sync();
    await must(bob, "item.list", {});
    expect(bob.events["items.changed"]).toEqual([{ items: [item], all: false }]);
  });
});
