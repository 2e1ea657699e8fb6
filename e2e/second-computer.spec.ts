/** Another computer of the same person: two codes, each typed into the other, then it holds what its person may open. */
import { describe, expect, it } from "vitest";
import { eventually } from "./kit/eventually.ts";
import { addOnceReady, secondComputer } from "./kit/second-computer.ts";
import { client, founder, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

describe("another computer", () => {
  it("opens what its person may, older keys too, is listed, edits, and is taken away again", async () => {
    const running = await server();
    const ada = await founder(running);
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const { item } = await must(ada, "item.save", { vault, changes: { title: "AWS", password: "one" } });
    const user = await userOf(bob);
    await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
    // Another key since the item was written.
    await must(ada, "vault.setAccess", { vault, user, permission: null });
    const more = await secondComputer(ada, running.url);
    expect((await must(ada, "account.status", {})).user).toBe((await must(more, "account.status", {})).user);
    await readyVault(more, vault);
    const reveal = () => more.call("item.reveal", { item, field: "password" });
    expect(await eventually(reveal, ({ ok }) => ok)).toEqual({ ok: true, value: { value: "one" } });
    expect((await must(more, "vault.list", {})).filter(({ kind }) => kind === "personal")).toHaveLength(1);
    await must(more, "item.save", { vault, item, changes: { password: "two" } });
    await must(more, "sync.now", {});
    await must(ada, "sync.now", {});
    expect(await must(ada, "item.reveal", { item, field: "password" })).toEqual({ value: "two" });
    const own = (await must(ada, "device.list", {})).filter((one) => one.own);
    expect(own.map(({ number, active, isThis }) => ({ number, active, isThis }))).toEqual([
      { number: 1, active: true, isThis: true },
      { number: 2, active: true, isThis: false },
    ]);
    await must(ada, "device.revoke", { device: own[1]?.device as string });
    await must(ada, "item.save", { vault, item, changes: { password: "three" } });
    await must(ada, "sync.now", {});
    await more.call("sync.now", {});
    expect(await must(more, "item.reveal", { item, field: "password" })).toEqual({ value: "two" });
  });

  it("takes nobody's place: a second one that comes with the number finds nothing there", async () => {
    const running = await server();
    const ada = await founder(running);
    const [fresh, other] = [await client(), await client()];
    const { slot } = await must(ada, "device.link", { passphrase });
    await must(fresh, "device.accept", { address: running.url, slot, passphrase });
    expect(await refusal(other, "device.accept", { address: running.url, slot, passphrase })).toBe("not-found");
    await must(ada, "device.linkCancel", {});
    expect(await refusal(ada, "device.linkState", {})).toBe("not-found");
    await must(fresh, "device.acceptCancel", {});
    expect(await refusal(fresh, "device.acceptState", {})).toBe("not-found");
    await addOnceReady(ada);
    expect((await must(ada, "device.list", {})).length).toBe(1);
  });
});
