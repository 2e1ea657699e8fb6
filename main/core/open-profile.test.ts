/** Opening a profile whose log names other keys for this computer than it holds. */
import { beforeAll, describe, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { createTestTeam, must } from "../../shared/testing/team.ts";
import type { OpeningParts } from "./account/session-state.ts";
import { openProfile } from "./open-profile.ts";
import { addEntries } from "./store/log-rows.ts";
import { testDatabase } from "./store/test-database.ts";
import { verifyPage } from "./sync/team-log.ts";

beforeAll(cryptoReady);

describe("a profile whose keys are not those that the log names", () => {
  const own = () => {
    const { team, post } = createTestTeam();
    const { db } = testDatabase();
    addEntries(db, must(verifyPage(null, team.team, post.entries)).entries);
    const { user, device, keys } = team.founder;
    return { db, profile: { team: team.team, user, device }, keys, other: deviceKeys(newMasterKey()) };
  };

  it.each(["signPk", "kemPk"] as const)("is not opened, and says so: another %s", (half) => {
    const { db, profile, keys, other } = own();
    const parts = { db, profile, keys: { ...keys, [half]: other[half] } } as unknown as OpeningParts;
    expect(openProfile(parts)).toEqual({ ok: false, failure: { code: "key-changed", retry: "never" } });
  });
});
