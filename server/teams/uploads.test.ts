/** Sealed files over real sockets: parts, what a commit may name, who is served, what is swept [protocol: Attachments]. */
import { describe, expect, it } from "vitest";
import { eventually } from "../../e2e/kit/eventually.ts";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { BlobId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import type { Result } from "../../shared/failures.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import type { Change } from "../../shared/protocol/vault-chain/commit.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { build, createVault, grant } from "../../shared/testing/posts.ts";
import { must, type Person } from "../../shared/testing/team.ts";
import { connectPerson } from "../testing/callers.ts";
import type { TestClient } from "../testing/client.ts";
import { type SealedFile, sealedFile, sendFile } from "../testing/files.ts";
import { addPerson, post, startServer, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

const MiB = 1024 * 1024;
const code = (result: Result<unknown>) =>
  result.ok ? "ok" : [result.failure.code, result.failure.detail?.reason].join(" ").trim();

type Scene = TestServer & { vault: VaultId; bob: Person; asBob: TestClient };

async function scene(options: Parameters<typeof testServerWithTeam>[0] = {}): Promise<Scene> {
  const testServer = await testServerWithTeam(options);
  const { team, founder } = testServer;
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  const { person, client } = await addPerson(testServer);
  await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
  return { ...testServer, vault, bob: person, asBob: client };
}

const put = ({ asBob, vault }: Scene, { named, parts }: SealedFile, part: number, bytes = parts[part]) =>
  asBob.call("upload", { vault, blob: named.blob, size: named.size, part, bytes: bytes ?? new Uint8Array() });

async function name({ team, asBob, bob, vault }: Scene, blobs: Change["blobs"]): Promise<Result<unknown>> {
  const made = commit(team, bob, { vault, tamper: (change) => ({ ...change, blobs }) });
  const answer = await asBob.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault);
  if (answer.ok) fold(team, vault, made.bytes);
  return answer;
}

const get = async ({ founder, vault }: Scene, blob: BlobId, part = 0) =>
  code(await founder.call("download", { vault, blob, part }));

describe("a file that is sent", () => {
  it("comes part by part, goes on where it stopped, and is served as it came once a commit names it", async () => {
    const of = await scene();
    const file = sealedFile(2 * MiB + 500);
    const { blob } = file.named;
    expect(must(await put(of, file, 0, new Uint8Array()))).toEqual({ parts: 0 });
    expect(must(await put(of, file, 0))).toEqual({ parts: 1 });
    // Out of order, again, and asked for: nothing changes.
    expect(must(await put(of, file, 2))).toEqual({ parts: 1 });
    expect(must(await put(of, file, 0, randomBytes(MiB / 16)))).toEqual({ parts: 1 });
    expect(await name(of, [file.named]).then(code)).toBe("manifest blob-missing");
    expect(must(await put(of, file, 1))).toEqual({ parts: 2 });
    expect(must(await put(of, file, 2))).toEqual({ parts: 3 });
    expect(must(await put(of, file, 3, new Uint8Array(10)))).toEqual({ parts: 3 });
    expect(await get(of, blob)).toBe("not-found blob");
    expect(code(await name(of, [file.named]))).toBe("ok");
    for (const [part, bytes] of file.parts.entries())
      expect(must(await of.founder.call("download", { vault: of.vault, blob, part })).bytes).toEqual(bytes);
    expect(await get(of, blob, 3)).toBe("not-found blob");
  });

  it("outlives a server that is killed in its middle", async () => {
    const dataDir = scratchDir();
    const before = await scene({ dataDir });
    const file = sealedFile(2 * MiB);
    await put(before, file, 0);
    before.server.kill();
    const server = await startServer({ dataDir });
    const asBob = await connectPerson(server, before.team, before.bob);
    const founder = await connectPerson(server, before.team, before.team.founder);
    const after = { ...before, server, asBob, founder };
    expect(must(await put(after, file, 0, new Uint8Array()))).toEqual({ parts: 1 });
    expect(must(await put(after, file, 1))).toEqual({ parts: 2 });
    expect(code(await name(after, [file.named]))).toBe("ok");
    expect(await get(after, file.named.blob, 1)).toBe("ok");
  });

  it("is refused where a part, the size or the sender is another", async () => {
    const of = await scene();
    const file = sealedFile(MiB + 500);
    expect(code(await put(of, file, 0, randomBytes(500)))).toBe("encoding blob-part");
    await put(of, file, 0);
    expect(code(await put(of, { ...file, named: { ...file.named, size: MiB + 501 } }, 1))).toBe("manifest blob-size");
    const { blob, size } = file.named;
    const asAda = await of.founder.call("upload", { vault: of.vault, blob, size, part: 1, bytes: new Uint8Array(500) });
    expect(code(asAda)).toBe("role blob");
    for (const wrong of [0, 296, limits.blobBytes + 1]) {
      const bytes = new Uint8Array(Math.min(wrong, MiB));
      const answer = await of.asBob.call("upload", { vault: of.vault, blob: newId(), size: wrong, part: 0, bytes });
      expect(code(answer)).toBe("limit blob");
    }
  });

  it("is not taken into an archived vault", async () => {
    const of = await scene();
    const { team, vault } = of;
    const cuts = [{ vault, ...(team.chains.get(vault) as VaultChain).head }];
    const archive = build(team, team.founder, { type: "vault-archive", payload: { vault }, attached: { cuts } });
    await post(of.founder, { entries: [archive.bytes], blobs: [] });
    expect(code(await put(of, sealedFile(300), 0))).toBe("role archived");
  });
});

describe("a commit that names files", () => {
  it("is taken only where each is here whole, in that vault, with that size and hash", async () => {
    const of = await scene();
    const [file, other] = [sealedFile(5000), sealedFile(5000)];
    for (const one of [file, other]) await sendFile(of.asBob, of.vault, one);
    expect(code(await name(of, [{ ...file.named, size: 5001 }]))).toBe("manifest blob-differs");
    expect(code(await name(of, [{ ...file.named, hash: other.named.hash }]))).toBe("manifest blob-differs");
    expect(code(await name(of, [{ ...file.named, blob: newId<BlobId>() }]))).toBe("manifest blob-missing");
    expect(code(await name(of, [file.named, other.named]))).toBe("ok");
    // The next version names them again.
    expect(code(await name(of, [file.named]))).toBe("ok");
    const { vault: second, built } = createVault(of.team, of.bob);
    await post(of.asBob, built);
    expect(code(await name({ ...of, vault: second }, [file.named]))).toBe("manifest blob-missing");
  });
});

describe("what no commit names", () => {
  const clock = { at: 0, now: () => clock.at };
  const dayMs = 24 * 3_600_000;
  const begin = async (bounds: Record<string, number> = {}) => {
    clock.at = 1_800_000_000_000;
    return scene({ clock, limits: { uploadSweepMs: 20, idleMs: 0, ...bounds } as never });
  };
  /** A day later every session is over. */
  const later = async (of: Scene, ms: number): Promise<Scene> => {
    clock.at += ms;
    const asBob = await connectPerson(of.server, of.team, of.bob);
    return { ...of, asBob, founder: await connectPerson(of.server, of.team, of.team.founder) };
  };

  it("is gone a day after its last part, and its space is free again; what a commit names stays", async () => {
    let of = await begin({ storedBytesPerTeam: 16 * MiB });
    const [first, kept, left] = [sealedFile(300), sealedFile(2 * MiB), sealedFile(4 * MiB)];
    await sendFile(of.asBob, of.vault, first);
    clock.at += 2000;
    for (const one of [kept, left]) await sendFile(of.asBob, of.vault, one);
    expect(code(await name(of, [kept.named]))).toBe("ok");
    const more = sealedFile(4 * MiB);
    expect(code(await put(of, more, 0))).toBe("limit team-bytes");
    const partsOf = async (file: SealedFile) => must(await put(of, file, 0, new Uint8Array())).parts;
    const isGone = (file: SealedFile) =>
      eventually(
        () => partsOf(file),
        (parts) => parts === 0,
        20_000,
      );
    of = await later(of, dayMs - 1000);
    // The one that is a day old went with this look; the younger one did not.
    await isGone(first);
    expect(await partsOf(left)).toBe(4);
    of = await later(of, 2000);
    await isGone(left);
    expect(await get(of, kept.named.blob)).toBe("ok");
    expect(code(await put(of, more, 0))).toBe("ok");
  });

  it("counts for whoever sent it, a part as it comes: others find their own space, and the reserve stays", async () => {
    const of = await begin({ storedBytesPerTeam: 16 * MiB });
    const file = sealedFile(7 * MiB);
    await sendFile(of.asBob, of.vault, file);
    expect(code(await put(of, sealedFile(MiB), 0))).toBe("limit team-bytes");
    await sendFile(of.founder, of.vault, sealedFile(3 * MiB));
    expect(code(await name(of, [file.named]))).toBe("limit team-bytes");
  });

  it("is bounded in number", async () => {
    const of = await begin({ uploadsPerMember: 3 });
    const files = [sealedFile(300), sealedFile(300), sealedFile(300)];
    for (const one of files) await sendFile(of.asBob, of.vault, one);
    expect(code(await put(of, sealedFile(300), 0))).toBe("limit uploads");
    expect(code(await name(of, [(files[0] as SealedFile).named]))).toBe("ok");
    expect(code(await put(of, sealedFile(300), 0))).toBe("ok");
  });
});
