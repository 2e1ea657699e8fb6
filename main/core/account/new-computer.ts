/** What is typed on a computer that its person brings in themselves, by another computer of theirs or by their recovery sheet. */
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Keychain, Ports } from "../ports.ts";
import { isSafeOrigin } from "./create-team.ts";
import { checkPassphrase } from "./passphrase.ts";
import { chooseKeychain } from "./profile-secrets.ts";

type Typed = { address: string; passphrase: string; keychain?: "os" | "file" | undefined };

/** Failures: `pin` for an address that is none, `invalid-input` for a weak passphrase, those of choosing a keychain. */
export async function checkNewComputerInput(
  ports: Ports,
  { address, passphrase, keychain: chosen }: Typed,
): Promise<Result<{ origin: string; keychain: Keychain }>> {
  const origin = address.trim().replace(/\/+$/, "");
  if (!isSafeOrigin(origin)) return fail("pin", { reason: "address" }, "after-act");
  const strong = await checkPassphrase(passphrase, []);
  if (!strong.ok) return strong;
  const keychain = await chooseKeychain(ports, chosen);
  return keychain.ok ? ok({ origin, keychain: keychain.value }) : keychain;
}
