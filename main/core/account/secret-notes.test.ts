/** Of a profile whose making or taking away was cut short no secret stays; every other secret does. */
import { beforeAll, expect, it } from "vitest";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { fail } from "../../../shared/failures.ts";
import { must } from "../../../shared/testing/team.ts";
import { rollbackGuardAccount } from "../local/kept-heads.ts";
import type { Keychain } from "../ports.ts";
import { deleteProfile, makeProfile } from "./profile-making.ts";
import { forgetNotedSecrets, noteSecret } from "./secret-notes.ts";
import { keptProfile, newProfile, type TestComputer, testComputer } from "./test-account.ts";

beforeAll(cryptoReady);

const accounts = ({ keychain }: TestComputer) => [...keychain.entries.keys()];
const noted = ({ ports }: TestComputer) => ports.secretNotes.list().map(({ profile }) => profile);

/** A profile whose files are gone, and what its keychain still holds. */
async function stray(computer: TestComputer, kind: "os" | "file" = "os") {
  const keychain: Keychain = kind === "os" ? computer.keychain : computer.keyFile;
  const made = newProfile(computer, { shown: { keychain: kind } });
  must(await makeProfile(computer.ports, keychain, made.making));
  const { profile } = made.stored.profile;
  const secret = made.making.deviceSecret.slice();
  computer.ports.profiles.remove(profile);
  return { profile, secret, keychain };
}

it.each(["os", "file"] as const)("a noted secret in the %s keychain goes, with the record of heads", async (kind) => {
  const computer = testComputer();
  const other = await keptProfile(computer);
  const { profile, secret, keychain } = await stray(computer, kind);
  must(noteSecret(computer.ports, keychain, { profile, secret }));
  await forgetNotedSecrets(computer.ports);
  const own = other.stored.profile.profile;
  expect(accounts(computer).sort()).toEqual([own, rollbackGuardAccount(own)].sort());
  expect(computer.keyFile.entries.size).toBe(0);
  expect(noted(computer)).toEqual([]);
});

it("the secret of a profile that is there stays, whatever was noted", async () => {
  const computer = testComputer();
  const { stored, secrets } = await keptProfile(computer);
  const { profile } = stored.profile;
  must(noteSecret(computer.ports, computer.keychain, { profile, secret: secrets.deviceSecret }));
  await forgetNotedSecrets(computer.ports);
  expect(accounts(computer)).toContain(profile);
  expect(noted(computer)).toEqual([]);
});

it("a note that somebody wrote who does not know the secret costs nobody theirs", async () => {
  const computer = testComputer();
  const { profile, keychain } = await stray(computer);
  must(noteSecret(computer.ports, keychain, { profile, secret: randomBytes(32) }));
  await forgetNotedSecrets(computer.ports);
  expect(accounts(computer)).toContain(profile);
  expect(noted(computer)).toEqual([]);
});

it.each(["get", "remove"] as const)(
  "a keychain that does not answer to %s is asked again at the next start",
  async (act) => {
    const computer = testComputer();
    const { profile, secret, keychain } = await stray(computer);
    must(noteSecret(computer.ports, keychain, { profile, secret }));
    const answering = { ...computer.keychain };
    computer.keychain[act] = async () => fail("keychain-missing");
    await forgetNotedSecrets(computer.ports);
    expect(noted(computer)).toEqual([profile]);
    Object.assign(computer.keychain, answering);
    await forgetNotedSecrets(computer.ports);
    expect([accounts(computer), noted(computer)]).toEqual([[], []]);
  },
);

it("making and taking away leave no note behind", async () => {
  const computer = testComputer();
  const made = await keptProfile(computer);
  expect(noted(computer)).toEqual([]);
  await deleteProfile(computer.ports, computer.keychain, made);
  expect([accounts(computer), noted(computer)]).toEqual([[], []]);
});

it("a profile whose secret cannot be noted is not made", async () => {
  const computer = testComputer();
  computer.ports.secretNotes.add = () => fail("storage-full");
  const made = await makeProfile(computer.ports, computer.keychain, newProfile(computer).making);
  expect(made).toMatchObject({ ok: false, failure: { code: "storage-full" } });
  expect([accounts(computer), computer.files.list()]).toEqual([[], []]);
});
