/** The main job, without a window: a login goes in on one computer and is used on another. */
import { describe, expect, it } from "vitest";
import { readFixture } from "./fixtures.ts";
import { eventually } from "./kit/eventually.ts";
import { totpCode } from "./kit/rfc6238.ts";
import { client, founder, isIn, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

const seed = "JBSWY3DPEHPK3PXP";

describe("first light", () => {
  it("imports on one computer, shares, and copies on the other", async () => {
    const running = await server();
    const ada = await founder(running);
    const { vault } = await must(ada, "vault.create", { title: "Marketing" });
    const { preview, items, notTaken } = await must(ada, "import.preview", {
      format: "kdbx",
      bytes: readFixture("imports/keepassxc.kdbx"),
      passphrase: "fixture-pass",
    });
    expect(items.map((item) => item.state)).toEqual(["new", "new", "new", "new", "new"]);
    expect(notTaken).toEqual([]);
    expect(items.find(({ name }) => name === "AWS root")?.brings.files).toBe(1);
    expect(await must(ada, "import.apply", { preview, target: vault })).toMatchObject({
      added: 5,
      changed: 0,
      same: 0,
    });

    const bob = await joiner(ada, "Bob");
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    await readyVault(bob, vault);
    const list = await eventually(
      () => must(bob, "item.list", { vault }),
      (seen) => seen.total === 5,
    );
    const root = list.items.find((item) => item.title === "AWS root");
    const { attachments } = await must(bob, "item.get", { item: root?.item ?? "" });
    expect(attachments.map(({ name }) => name)).toEqual(["runbook.txt"]);
    const mailchimp = list.items.find((item) => item.title === "Mailchimp");
    expect(mailchimp).toMatchObject({ hasTotp: true, kind: "login" });
    const item = mailchimp?.item as string;

    const { clearsInMs } = await must(bob, "item.copyField", { item, field: "password" });
    expect(clearsInMs).toBe(30_000);
    expect(bob.clipboard?.text()).toBe((await must(ada, "item.reveal", { item, field: "password" })).value);
    const code = await must(bob, "item.code", { item });
    expect([code.code, code.next]).toEqual([
      totpCode({ secret: seed, at: code.endsAt - code.periodMs }),
      totpCode({ secret: seed, at: code.endsAt }),
    ]);
    expect(await refusal(bob, "item.save", { vault, item, changes: { title: "Mine" } })).toBe("role");
  });

  it("lets a joiner wait while the admin's app is closed, and in when it opens", async () => {
    const running = await server();
    const ada = await founder(running);
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    await must(ada, "account.lock", {});
    const bob = await client();
    expect(await must(bob, "team.join", { code, passphrase })).toMatchObject({ state: "waiting" });
    expect(await must(bob, "account.status", {})).toMatchObject({ state: "waiting" });
    await must(ada, "account.unlock", { passphrase });
    await isIn(bob);
    const members = await eventually(
      () => must(ada, "member.list", {}),
      (seen) => seen.length === 2,
    );
    expect(members.map((member) => member.name).sort()).toEqual(["Ada", "Bob"]);
  });

  it("shows a change to the other within two seconds, without being asked", async () => {
    const running = await server();
    const ada = await founder(running);
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
    await readyVault(bob, vault);
    const changed: string[] = [];
    bob.on("items.changed", (event) => changed.push(...event.items));
    const { item, version, draft } = await must(ada, "item.save", {
      vault,
      kind: "login",
      changes: { title: "GitHub", password: "one" },
    });
    expect({ version, draft }).toEqual({ version: 1, draft: false });
    await eventually(
      () => changed,
      (seen) => seen.includes(item),
      2000,
    );
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
    expect(await must(bob, "item.save", { vault, item, changes: { password: "two" } })).toMatchObject({
      version: 2,
      draft: false,
    });
    await eventually(
      () => must(ada, "item.reveal", { item, field: "password" }),
      (seen) => seen.value === "two",
      2000,
    );
    expect(await must(ada, "item.reveal", { item, field: "password", version: 1 })).toEqual({ value: "one" });
  });
});
