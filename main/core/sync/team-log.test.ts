/** Pages of the team log where there is no state yet. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { verifyPage } from "./team-log.ts";

beforeAll(cryptoReady);

describe("the first page of a log", () => {
  it("begins with genesis and is verified from there", () => {
    const { team, post } = createTestTeam();
    expect(must(verifyPage(null, team.team, post.entries)).state.head).toEqual(team.state.head);
  });

  it("that brings nothing is a gap: there is no state to go on from", () => {
    const { team } = createTestTeam();
    expect(verifyPage(null, team.team, [])).toMatchObject({
      failure: { code: "log-gap", detail: { reason: "empty" } },
    });
  });
});
