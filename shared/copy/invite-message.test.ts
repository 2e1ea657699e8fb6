import { describe, expect, it } from "vitest";
import { inviteMessage } from "./invite-message.ts";

describe("the message of an invite", () => {
  const invite = { inviterName: "Ada", teamName: "Nordlicht", code: "latchkey://join/7K2M-40QX" };
  it.each([
    ["", "1. Install Latchkey. Ada can tell you where to get it."],
    ["  ", "1. Install Latchkey. Ada can tell you where to get it."],
    ["ask Priya, or intranet.n.example/latchkey", "1. Install Latchkey: ask Priya, or intranet.n.example/latchkey"],
  ])("says where to get the app, and who knows it where nothing was said: %j", (place, line) => {
    const lines = inviteMessage({ ...invite, place }).split("\n");
    expect(lines[2]).toBe(line);
    expect(lines).toContain(invite.code);
  });
});
