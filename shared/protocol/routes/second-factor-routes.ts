/** Rows of the table of routes by which a person's second factor is set up and answered [protocol: Second factor]; `routes.ts` says what a row is. */
import { z } from "zod";
import {
  bytesField,
  deviceField,
  hashField,
  idField,
  strict,
  textField,
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";

const hourMs = 3_600_000;

/** Bounds and times of second factors. */
export const factorRules = {
  seedBytes: 20,
  digits: 6,
  periodS: 30,
  recoveryCodes: 10,
  recoveryBytes: 16,
  /** How long an answer is good for acts that ask for one. */
  answerMs: 5 * 60_000,
  /** From this many wrong answers on each makes the account wait, every time twice as long; at the most it waits for others. */
  failuresUntilWait: 5,
  failuresMost: 10,
  firstWaitMs: 15 * 60_000,
  longestWaitMs: 24 * hourMs,
  /** How long a computer that an admin named may enrol anew. */
  releaseMs: 24 * hourMs,
  /** How many of the last events a server tells a person. */
  eventsKept: 20,
} as const;

/** All of them, each once. */
const areTen = (codes: readonly string[]): boolean =>
  codes.length === factorRules.recoveryCodes && codes.every((code, at) => at === 0 || code > (codes[at - 1] ?? ""));

const code = () => textField(factorRules.digits).refine((text) => /^[0-9]{6}$/.test(text));

export const secondFactorRoutes = {
  // The caller's own: null where they have none.
  secondFactor: {
    method: "GET",
    path: "/v1/second-factor",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 8192,
    request: strict({}),
    response: strict({
      /** Newest first; `device` of the caller's, `by` whoever did it. */
      events: z
        .array(
          strict({
            number: uintField(),
            at: timeField(),
            what: z.enum(["set", "recovery", "released"]),
            device: deviceField(),
            by: idField<UserId>(),
          }),
        )
        .max(factorRules.eventsKept),
      factor: strict({
        enrolledAt: timeField(),
        codesLeft: uintField(),
        /** Until codes are looked at again. */
        waitMs: uintField(),
        /** Too many wrong answers: only a recovery code counts, or enrolling anew. */
        isLocked: z.boolean(),
        /** This computer may enrol anew. */
        isReleased: z.boolean(),
        /** An answer of this session is still good. */
        isAnswered: z.boolean(),
      }).nullable(),
    }),
  },
  // A fresh seed, kept for this session until it is confirmed.
  enrolSecondFactor: {
    method: "POST",
    path: "/v1/second-factor/enrol",
    sessions: ["device"],
    needs: "team",
    requestBytes: 64,
    responseBytes: 256,
    request: strict({}),
    response: strict({ seed: bytesField(factorRules.seedBytes) }),
  },
  // First a code of that seed, then the hashes of its recovery codes, which puts it into force in the place of the one before.
  confirmSecondFactor: {
    method: "POST",
    path: "/v1/second-factor/confirm",
    sessions: ["device"],
    needs: "team",
    requestBytes: 512,
    responseBytes: 256,
    request: strict({
      code: code().nullable(),
      codes: z.array(hashField()).max(factorRules.recoveryCodes).refine(areTen).nullable(),
    }),
    response: strict({}),
  },
  // One of the two.
  answerSecondFactor: {
    method: "POST",
    path: "/v1/second-factor/answer",
    sessions: ["device"],
    needs: "team",
    requestBytes: 256,
    responseBytes: 256,
    request: strict({ code: code().nullable(), recovery: bytesField(factorRules.recoveryBytes).nullable() }),
    response: strict({}),
  },
  // Nothing but whether an act that the app alone does may go on: `step-up` where an answer is asked for.
  checkSecondFactor: {
    method: "POST",
    path: "/v1/second-factor/check",
    sessions: ["device"],
    needs: "team",
    requestBytes: 64,
    responseBytes: 64,
    request: strict({}),
    response: strict({}),
  },
  // An admin names the computer on which a person may enrol anew.
  releaseSecondFactor: {
    method: "POST",
    path: "/v1/second-factor/release",
    sessions: ["device"],
    needs: "admin",
    requestBytes: 256,
    responseBytes: 256,
    request: strict({ user: idField<UserId>(), device: deviceField() }),
    response: strict({}),
  },
  // Who has one.
  secondFactors: {
    method: "GET",
    path: "/v1/second-factor/team",
    sessions: ["device"],
    needs: "admin",
    requestBytes: 0,
    responseBytes: limits.pageBytes,
    request: strict({}),
    response: strict({ users: z.array(idField<UserId>()).max(limits.headsPerTeam) }),
  },
} as const;
