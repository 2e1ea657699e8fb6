/** Letters at the server: who may send and read, what is taken, in what pace, and that all of it stays [protocol: Letters]. */
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { inboxKeys } from "../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { LetterId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { act, planAccess, planArchive } from "../../shared/testing/entries.ts";
import { createVault, grant } from "../../shared/testing/posts.ts";
import { must, vaultOfKind } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { connectPerson } from "../testing/callers.ts";
import type { TestClient } from "../testing/client.ts";
import { addPerson, post, startServer, testServerWithTeam } from "../testing/test-server.ts";

const sealed = (bytes = 2000) => ({ epoch: 1, id: newId<LetterId>(), bytes: randomBytes(bytes) });
const send = async (client: TestClient, vault: VaultId, letter = sealed()) =>
  verdict(await client.call("sendLetter", letter, vault));
const read = async (client: TestClient, vault: VaultId, from = 0) =>
  must(await client.call("letters", { from }, vault)).letters;

async function scene(options: Parameters<typeof testServerWithTeam>[0] = {}) {
  const testServer = await testServerWithTeam(options);
  const { team } = testServer;
  return { ...testServer, testServer, governance: vaultOfKind(team.state, "governance").vault };
}

describe("a letter", () => {
  it("is sent by a member who cannot read the inbox, and read there in the order in which it came", async () => {
    const { testServer, founder, governance } = await scene();
    const { client } = await addPerson(testServer);
    const letters = [sealed(), sealed(limits.letterBytes), sealed()];
    for (const letter of letters) expect(await send(client, governance, letter)).toBe("taken");
    expect(verdict(await client.call("letters", { from: 0 }, governance))).toBe("not-found");
    const here = await read(founder, governance);
    expect(here.map(({ id, epoch, bytes }) => ({ id, epoch, bytes }))).toEqual(letters);
    const numbers = here.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
    expect(await read(founder, governance, (numbers[1] as number) + 1)).toEqual(here.slice(2));
  });

  it("is taken once: the same bytes again change nothing, others under its id are refused", async () => {
    const { founder, governance } = await scene();
    const letter = sealed();
    expect(await send(founder, governance, letter)).toBe("taken");
    expect(await send(founder, governance, letter)).toBe("taken");
    expect(await send(founder, governance, { ...letter, bytes: randomBytes(2000) })).toBe("encoding letter-id");
    expect((await read(founder, governance)).length).toBe(1);
  });

  it.each<[string, string, Partial<ReturnType<typeof sealed>>]>([
    ["too short to hold one", "encoding letter-length", { bytes: randomBytes(1448) }],
    ["for an epoch that is not yet", "epoch-stale", { epoch: 2 }],
  ])("that is %s is refused", async (_name, expected, tamper) => {
    const { founder, governance } = await scene();
    expect(await send(founder, governance, { ...sealed(), ...tamper })).toBe(expected);
    expect(await read(founder, governance)).toEqual([]);
  });

  it("stays after a restart, and comes after those before it also where the clock went back", async () => {
    const clock = { at: 1_900_000_000_000, now: () => clock.at };
    const options = { dataDir: scratchDir(), clock };
    const { server, team, founder, governance } = await scene(options);
    const [early, late] = [sealed(), sealed()];
    await send(founder, governance, early);
    await server.close();
    clock.at -= 86_400_000;
    const again = await startServer(options);
    const client = await connectPerson(again, team, team.founder);
    await send(client, governance, late);
    expect((await read(client, governance)).map(({ id }) => id)).toEqual([early.id, late.id]);
  });
});

describe("an inbox", () => {
  it("takes nothing while its vault waits for a new key, nor once it is archived", async () => {
    const { testServer, team, founder } = await scene();
    const reader = await addPerson(testServer);
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    await post(founder, grant(team, team.founder, { vault, to: reader.person, permission: "use" }));
    expect(await send(reader.client, vault)).toBe("taken");
    const lowered = act(
      team,
      team.founder,
      planAccess(team, team.founder, vault, [{ user: reader.person.user, permission: null }]),
    );
    await post(founder, { entries: [lowered.bytes], blobs: [] });
    expect(await send(founder, vault)).toBe("epoch-stale");
    expect(verdict(await reader.client.call("letters", { from: 0 }, vault))).toBe("not-found");
    const archived = act(team, team.founder, planArchive(team, vault));
    await post(founder, { entries: [archived.bytes], blobs: [] });
    expect(await send(founder, vault)).toBe("role archived");
  });

  it("has the key that its entry names, published by a reader and read by everybody", async () => {
    const { testServer, team, founder, governance } = await scene();
    const { client } = await addPerson(testServer);
    const { kemPk } = inboxKeys(team.keys.get(governance)?.[0] as Uint8Array);
    const publish = async (by: TestClient, key: Uint8Array, epoch = 1) =>
      verdict(await by.call("openInbox", { epoch, kemPk: key }, governance));
    const other = inboxKeys(randomBytes(32)).kemPk;
    expect(must(await client.call("inbox", {}, governance))).toEqual({ epoch: 1, kemPk: null });
    expect([await publish(client, kemPk), await publish(founder, other)]).toEqual(["not-found", "encoding inbox-key"]);
    expect([await publish(founder, kemPk), await publish(founder, kemPk)]).toEqual(["taken", "taken"]);
    expect(await publish(founder, kemPk, 2)).toBe("not-found");
    expect(must(await client.call("inbox", {}, governance))).toEqual({ epoch: 1, kemPk });
  });
});

describe("who sends letters", () => {
  it("is kept to a pace, by computer, and hears when to come again", async () => {
    const { testServer, founder, governance } = await scene({ limits: { letterBurst: 2, lettersPerHour: 60 } });
    const { client } = await addPerson(testServer);
    const letter = sealed();
    expect(await send(client, governance, letter)).toBe("taken");
    expect(await send(client, governance)).toBe("taken");
    const refused = await client.call("sendLetter", sealed(), governance);
    expect(verdict(refused)).toBe("throttled letters");
    expect(!refused.ok && (refused.failure.detail?.waitMs ?? 0) > 30_000).toBe(true);
    // A repeat costs nothing, and nobody else waits.
    expect([await send(client, governance, letter), await send(founder, governance)]).toEqual(["taken", "taken"]);
  });

  it("fills no more than a share of the team's space", async () => {
    const { testServer, founder, governance } = await scene({ limits: { storedBytesPerTeam: 300_000 } });
    const { client } = await addPerson(testServer);
    const said: string[] = [];
    for (let times = 0; times < 5; times++) said.push(await send(client, governance, sealed(60_000)));
    expect(said.slice(-1)).toEqual(["limit team-bytes"]);
    const taken = said.filter((one) => one === "taken").length;
    expect((await read(founder, governance)).length).toBe(taken);
    expect(await send(founder, governance)).toBe("taken");
  });
});
