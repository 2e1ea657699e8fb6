/** What the scriptable client promises (`docs/commands.md`), in this process and in the real core process alike. */
import { describe, expect, it } from "vitest";
import { type Client, createClient, startServer } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { must, passphrase, refusal, server } from "./kit/team.ts";

const open = async (options: Parameters<typeof createClient>[0]): Promise<Client> => {
  const made = await createClient(options);
  atEnd(() => made.close());
  return made;
};

describe.each([
  { where: "in this process", process: false },
  { where: "in the core process", process: true },
])("the scriptable client $where", ({ process }) => {
  it("answers an invite with its message, and copies only a text that holds the invite's own code", async () => {
    const { url, setupCode } = await server();
    const ada = await open({ dataDir: scratchDir(), process });
    const team = { name: "Drive", person: "Ada", passphrase, keychain: "file" as const, server: { url, setupCode } };
    await must(ada, "team.create", team);
    const made = await ada.call("invite.create", { name: "Bob" });
    const other = await must(ada, "invite.create", { name: "Carol" });
    if (!made.ok) throw new Error(made.failure.code);
    const { invite, code, message } = made.value;
    expect(message).toContain("Ada invites you to Drive on Latchkey.");
    expect(message.split("\n")).toContain(code);
    expect(await ada.call("invite.again", { invite })).toMatchObject({ ok: true, value: { code, message } });

    for (const text of ["", "a text", code.slice(0, -1), other.code])
      expect(await refusal(ada, "invite.copy", { invite, text })).toBe("invalid-input");
    expect(await refusal(ada, "invite.copy", { invite, text: code.padEnd(4001) })).toBe("invalid-input");
    expect(ada.clipboard.text()).toBe(null);
    await must(ada, "invite.copy", { invite, text: message });
    expect(ada.clipboard.text()).toBe(message);
  });

  it("calls, listens, locks, is busy on a folder in use, and comes back after a kill", async () => {
    const running = await server();
    const dataDir = scratchDir();
    const ada = await open({ dataDir, process });
    expect((await must(ada, "account.status", {})).state).toBe("none");
    const { url, setupCode } = running;
    await must(ada, "team.create", {
      name: "Drive",
      person: "Ada",
      passphrase,
      keychain: "file",
      server: { url, setupCode },
    });
    const events: unknown[] = [];
    const off = ada.on("items.changed", (event) => events.push(event));
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const { item } = await must(ada, "item.save", { vault, changes: { title: "AWS", password: "x" } });
    await eventually(
      () => events.length,
      (count) => count > 0,
    );
    off();
    const before = events.length;
    await must(ada, "item.copyField", { item, field: "password" });
    expect(ada.clipboard.text()).toBe("x");
    await must(ada, "item.save", { vault, item, changes: { username: "root" } });
    expect(events).toHaveLength(before);

    const second = await open({ dataDir, process });
    expect(await refusal(second, "account.status", {})).toBe("busy");
    await second.close();

    await must(ada, "account.lock", {});
    expect((await must(ada, "account.status", {})).state).toBe("locked");
    expect(ada.clipboard.text()).toBe(null);
    expect(await refusal(ada, "item.list", {})).toBe("locked");
    expect(await refusal(ada, "account.unlock", { passphrase: "not this one at all" })).toBe("unlock");
    await must(ada, "account.unlock", { passphrase });
    expect((await must(ada, "item.reveal", { item, field: "password" })).value).toBe("x");

    ada.kill();
    const again = await open({ dataDir, process });
    await eventually(
      () => again.call("account.unlock", { passphrase }),
      ({ ok }) => ok,
    );
    expect((await must(again, "item.list", { vault })).total).toBe(1);
  }, 60_000);
});

describe("the scripted server", () => {
  it("takes the port that it had, and is there again after a kill with all that it answered", async () => {
    const dataDir = scratchDir();
    const first = await startServer({ dataDir });
    const ada = await open({ dataDir: scratchDir() });
    const { url, setupCode } = first;
    await must(ada, "team.create", { name: "Drive", person: "Ada", passphrase, server: { url, setupCode } });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "item.save", { vault, changes: { title: "Kept", password: "x" } });
    expect(await must(ada, "sync.now", {})).toMatchObject({ state: "ok", pending: 0 });
    first.kill();
    const second = await startServer({ dataDir });
    atEnd(() => second.close());
    expect(second.url).toBe(url);
    expect(await must(ada, "sync.now", {})).toMatchObject({ state: "ok", pending: 0 });
  });

  it("and clients repeat themselves from one seed", async () => {
    const ids: string[] = [];
    for (let times = 0; times < 2; times++) {
      let drawn = 0;
      const ada = await createClient({
        dataDir: scratchDir(),
        random: (length) => Uint8Array.from({ length }, (_, at) => (drawn++ * 7 + at) % 256),
      });
      const running = await startServer({ dataDir: scratchDir() });
      const { url, setupCode } = running;
      const made = await must(ada, "team.create", {
        name: "Seed",
        person: "Ada",
        passphrase,
        server: { url, setupCode },
      });
      ids.push(made.user);
      await ada.close();
      await running.close();
    }
    expect(ids[0]).toBe(ids[1]);
  });
});
