/** Section H: files and links that an attacker wrote. */

import { randomBytes } from "../../shared/crypto/random.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import type { FailureCode } from "../../shared/failures.ts";
import { parseOtpauth } from "../../shared/model/otpauth.ts";
import { readTransferCode, writeTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { base32Text } from "../../shared/text.ts";
import { kdbxOf, kdbxPassphrase } from "../kit/kdbx-file.ts";
import { must } from "../kit/must.ts";
import { founder, server } from "../kit/team.ts";
import { type Attack, checkSection, type Verdict } from "./attack.ts";
import { act } from "./on-protocol.ts";

const seed = "JBSWY3DPEHPK3PXP";
/** A code link with one part of it replaced. */
const link = (changes: string, query: string): Attack =>
  act(changes, "otp-uri", (evil) => parseOtpauth(`otpauth://totp/Example:dana?${evil ? query : `secret=${seed}`}`));

/** A file that the import must refuse whole: nothing is written, and the honest file is taken. */
function file(changes: string, codes: FailureCode[], spoil: (good: Uint8Array) => Uint8Array): Attack {
  return {
    changes,
    code: codes[0] as Verdict,
    run: async () => {
      const ada = await founder(await server());
      const { vault } = await must(ada, "vault.create", { title: "Imported" });
      const good = kdbxOf(3);
      const preview = (bytes: Uint8Array) =>
        ada.call("import.preview", { format: "kdbx", bytes, passphrase: kdbxPassphrase, target: vault });
      const evil = await preview(spoil(good));
      const { total } = await must(ada, "item.list", { vault });
      if (total !== 0) return { attack: `${total} items were written`, twin: "not tried" };
      const honest = await preview(good);
      const seen = evil.ok ? "taken" : evil.failure.code;
      return {
        attack: codes.includes(seen as FailureCode) ? (codes[0] as string) : seen,
        twin: honest.ok ? "taken" : honest.failure.code,
      };
    },
  };
}

/** A code of one purpose where another is asked for. */
const setup = () =>
  writeTransferCode("setup", {
    origin: "https://a.example",
    serverKeys: base32Text(randomBytes(32)) as Hash,
    token: randomBytes(16),
  });

checkSection("H", {
  104: { shownBy: "main/core/transfer/import.test.ts" },
  105: { shownBy: "main/core/transfer/archive/hostile.test.ts" },
  106: [
    file("a KeePass file with a byte of its header changed", ["import"], (good) =>
      good.with(20, (good[20] as number) ^ 1),
    ),
    file("a KeePass file cut off", ["import"], (good) => good.subarray(0, good.length - 64)),
    file("a KeePass file with one byte of its blocks changed", ["import"], (good) =>
      good.with(good.length - 40, (good[good.length - 40] as number) ^ 1),
    ),
    file("no KeePass file", ["import"], () =>
      Buffer.from("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ),
    act("a setup code where an invite is asked for", "encoding", (evil) =>
      evil ? readTransferCode("join", setup()) : readTransferCode("setup", setup()),
    ),
  ],
  107: { shownBy: "shared/model/table-cells.test.ts and main/core/activity/activity-export.test.ts" },
  108: [
    link("no secret", "issuer=a"),
    link("an empty secret", "secret="),
    link("a secret of 1 MB", `secret=${"A".repeat(1 << 20)}`),
    link("bad base32", "secret=JBSWY3DP%21"),
    link("0 digits", `secret=${seed}&digits=0`),
    link("99 digits", `secret=${seed}&digits=99`),
    link("a period of 0", `secret=${seed}&period=0`),
    link("a period of 10^9", `secret=${seed}&period=1000000000`),
    link("the algorithm MD5", `secret=${seed}&algorithm=MD5`),
  ],
});
