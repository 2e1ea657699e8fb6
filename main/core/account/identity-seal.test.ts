import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../../shared/crypto/hash.ts";
import { sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { encode } from "../../../shared/encoding/canonical.ts";
import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { DeviceId, Hash, ProfileId, TeamId, UserId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { Profile } from "../store/profile-row.ts";
import { isAsSealed, openIdentity, sealIdentity } from "./identity-seal.ts";

beforeAll(cryptoReady);

const key = new Uint8Array(32).fill(7);
function profile(): Profile {
  return {
    ...{ profile: newId<ProfileId>(), team: hashText("genesis", "team") as string as TeamId, user: newId<UserId>() },
    device: hashText("genesis", "device") as string as DeviceId,
    ...{ origin: "https://latchkey.test", serverKeys: hashText("genesis", "server") as Hash, builtIn: false },
    ...{ state: "joined", teamName: "Engines", person: "Ada", deviceName: "x", waitsFor: null, keychain: "os" },
  };
}

const damaged = (detail: object) => ({ ok: false, failure: { code: "aead", retry: "after-act", detail } });

describe("the sealed identity of a profile", () => {
  /** What the seal binds, and what it puts right: a column that is added has to say which it is. */
  const changes: { [Column in keyof Profile]: { is: "bound" | "put right"; to: () => Profile[Column] } | "its key" } = {
    profile: "its key",
    team: { is: "bound", to: () => hashText("genesis", "other") as string as TeamId },
    user: { is: "bound", to: () => newId<UserId>() },
    device: { is: "bound", to: () => hashText("genesis", "other") as string as DeviceId },
    origin: { is: "bound", to: () => "https://evil.test" },
    serverKeys: { is: "bound", to: () => hashText("genesis", "evil") as Hash },
    builtIn: { is: "bound", to: () => true },
    state: { is: "put right", to: () => "waiting" },
    teamName: { is: "put right", to: () => "Others" },
    person: { is: "put right", to: () => "Eve" },
    deviceName: { is: "put right", to: () => "y" },
    waitsFor: { is: "put right", to: () => "Cleo" },
    keychain: { is: "put right", to: () => "file" },
  };
  const columns = Object.entries(changes).flatMap(([column, rule]) =>
    rule === "its key" ? [] : [{ column, ...rule }],
  );

  it.each(columns.filter(({ is }) => is === "bound"))("does not stand for another $column", ({ column, to }) => {
    const own = profile();
    const sealed = sealIdentity(key, own);
    expect(openIdentity(key, { ...own, [column]: to() }, sealed)).toEqual(
      damaged({ reason: "profile", field: column }),
    );
  });

  it.each(columns.filter(({ is }) => is === "put right"))(
    "says what $column is, whatever stands there",
    ({ column, to }) => {
      const own = profile();
      const changed = { ...own, [column]: to() };
      expect(openIdentity(key, changed, sealIdentity(key, own))).toEqual(ok({ profile: own, isMarked: true }));
      expect([isAsSealed(changed, own), isAsSealed(own, own)]).toEqual([false, true]);
    },
  );

  it("of the first version binds the identity alone, and is told apart", () => {
    const own = profile();
    const { team, user, device, origin, serverKeys, builtIn } = own;
    const bytes = Object.fromEntries(
      Object.entries({ team, user, device, serverKeys }).map(([name, id]) => [name, idBytes(id)]),
    );
    const first = sealLocal(key, { profile: own.profile, name: "identity" }, encode({ ...bytes, origin, builtIn }));
    const changed = { ...own, person: "Eve" };
    expect(openIdentity(key, changed, first)).toEqual(ok({ profile: changed, isMarked: false }));
    expect(openIdentity(key, { ...own, origin: "https://evil.test" }, first)).toEqual(
      damaged({ reason: "profile", field: "origin" }),
    );
  });

  it.each<[string, (own: Profile) => Parameters<typeof openIdentity>]>([
    ["of another profile", (own) => [key, { ...own, profile: newId<ProfileId>() }, sealIdentity(key, own)]],
    ["under another key", (own) => [randomBytes(32), own, sealIdentity(key, own)]],
    [
      "with its last byte changed",
      (own) => [key, own, sealIdentity(key, own).map((b, at, { length }) => (at === length - 1 ? b ^ 1 : b))],
    ],
    ["cut short", (own) => [key, own, sealIdentity(key, own).slice(0, 30)]],
    ["that is empty", (own) => [key, own, new Uint8Array()]],
    [
      "of a form that nobody knows",
      (own) => [key, own, sealLocal(key, { profile: own.profile, name: "identity" }, encode({ form: 3 }))],
    ],
  ])("does not open %s", (_, of) => {
    expect(openIdentity(...of(profile()))).toEqual(damaged({ reason: "profile" }));
  });
});
