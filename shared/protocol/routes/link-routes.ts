/**
 * Rows of the table of routes by which two who compare codes find each other [protocol: New device] [protocol: Compared invites];
 * `routes.ts` says what a row is.
 */
import { z } from "zod";
import { bytesField, bytesMax, hashField, strict, uintField } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";

/** A message of a link, with its place among those of its side. */
const linkMessage = () => strict({ at: uintField(), bytes: bytesMax(limits.linkMessageBytes) });
const frameBytes = 1024;

export const linkRoutes = {
  // One of the caller's own computers opens a slot through which it talks with a new one, which has no session yet.
  openLink: {
    method: "POST",
    path: "/v1/links",
    sessions: ["device"],
    needs: "team",
    requestBytes: 64,
    responseBytes: 256,
    request: strict({}),
    response: strict({ slot: uintField() }),
  },
  // What the other side said so far; `put` is said, the same again is ok. Only for who opened the slot.
  linkOld: {
    method: "POST",
    path: "/v1/links/old",
    sessions: ["device"],
    needs: "team",
    requestBytes: limits.linkMessageBytes + frameBytes,
    responseBytes: 3 * limits.linkMessageBytes + frameBytes,
    request: strict({ slot: uintField(), put: linkMessage().nullable() }),
    response: strict({ messages: z.array(bytesMax(limits.linkMessageBytes)).max(3) }),
  },
  // The same for the new computer: whoever comes first with the slot's number keeps it by their token.
  linkNew: {
    method: "POST",
    path: "/v1/links/new",
    sessions: null,
    needs: "nothing",
    requestBytes: limits.linkMessageBytes + frameBytes,
    responseBytes: 2 * limits.linkMessageBytes + frameBytes,
    request: strict({ slot: uintField(), token: bytesField(16), put: linkMessage().nullable() }),
    response: strict({ messages: z.array(bytesMax(limits.linkMessageBytes)).max(2) }),
  },
  // An admin's app opens a slot for an invite; from there on it talks as an old computer does.
  openCompare: {
    method: "POST",
    path: "/v1/links/compare",
    sessions: ["device"],
    needs: "admin",
    requestBytes: 256,
    responseBytes: 256,
    request: strict({ invite: hashField() }),
    response: strict({ slot: uintField() }),
  },
  // What the admin said so far, for the holder of the invite.
  linkJoin: {
    method: "POST",
    path: "/v1/links/join",
    sessions: ["invite"],
    needs: "team",
    requestBytes: limits.linkMessageBytes + frameBytes,
    responseBytes: limits.linkMessageBytes + frameBytes,
    request: strict({ put: linkMessage().nullable() }),
    response: strict({ messages: z.array(bytesMax(limits.linkMessageBytes)).max(1) }),
  },
} as const;
