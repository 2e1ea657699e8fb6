/** What each code means for syncing: every code is named here once, so that a new one is decided and not taken by default. */
import { describe, expect, it } from "vitest";
import { type FailureCode, failureCodes } from "../../../shared/failures.ts";
import { indictsTeamLog, indictsVault, isTransportFailure } from "./failure-kinds.ts";

const codes = Object.keys(failureCodes) as FailureCode[];
const those = (is: (failure: { code: FailureCode; retry: "never" }) => boolean): FailureCode[] =>
  codes.filter((code) => is({ code, retry: "never" })).sort();

describe("a failure of syncing", () => {
  it("is of the transport where nothing was shown that could be checked", () => {
    expect(those(isTransportFailure)).toEqual(["offline", "server-error", "storage-full", "throttled"]);
  });

  it("stops a vault only where checking its commits gives that code", () => {
    expect(those(indictsVault)).toEqual([
      ...["encoding", "epoch-stale", "key-commit", "limit", "local-rollback", "log-fork", "log-rollback", "manifest"],
      ...["recipient-set", "role", "signature", "suite", "unknown-team"],
    ]);
  });

  it("stops everything where the team log can not be followed", () => {
    expect(those(indictsTeamLog)).toEqual([
      ...["bug", "client-too-old", "cosign", "damaged-database", "genesis", "log-fork", "log-gap", "log-rollback"],
      ...["recipient-set", "role", "signature", "unknown-team"],
    ]);
  });

  it("never indicts anybody where it is about the transport or the session", () => {
    const innocent = codes.filter((code) => ["transport", "session"].includes(failureCodes[code].about));
    expect(innocent.filter((code) => failureCodes[code].indicts !== "none")).toEqual([]);
  });
});
