/** What stands on a recovery sheet, as its person types it, and the keys that follow from it [protocol: Recovery]. */
import { type DeviceKeys, deviceIdOf, deviceKeys } from "../../crypto/device-keys.ts";
import type { DeviceId } from "../../encoding/ids.ts";
import { fail, type Result } from "../../failures.ts";
import { readTransferCode, type TransferFields } from "./transfer-code.ts";

export type RecoverySheet = TransferFields<"paper">;

/** `invalid-input` with the number of the line at fault, where one is; `client-too-old` for one of a later Latchkey. */
export function readRecoverySheet(typed: string): Result<RecoverySheet> {
  const read = readTransferCode("paper", typed);
  if (read.ok) return read;
  const { code, detail = {} } = read.failure;
  if (code === "suite") return fail("client-too-old", undefined, "after-act");
  const reason = detail.reason === "purpose" ? "purpose" : "mistyped";
  const number = detail.reason === "line" && detail.number !== undefined ? { number: detail.number } : {};
  return fail("invalid-input", { field: "sheet", reason, ...number }, "after-act");
}

/** The keys of a sheet, and which device they are. Wiped by whoever asks. */
export function recoverySheetKeys({ team, user, seed }: RecoverySheet): { keys: DeviceKeys; device: DeviceId } {
  const keys = deviceKeys(seed);
  return { keys, device: deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk }) };
}
