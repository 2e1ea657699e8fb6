/** The routes of statements of heads: what each computer of the team says of where it stands [protocol: Freshness]. */
import { z } from "zod";
import { bytesMax, strict, uintField } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";

const KiB = 1024;

export const headsRoutes = {
  // Where the computers of the team say that they stand: the last statement of each, from this number on. Nothing there: that was all.
  heads: {
    method: "GET",
    path: "/v1/heads",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: limits.pageBytes + 64 * KiB,
    request: strict({ from: uintField() }),
    response: strict({
      statements: z
        .array(strict({ number: uintField(), bytes: bytesMax(limits.statementBytes) }))
        .max(limits.statementsPerPage),
    }),
  },
  stateHeads: {
    method: "POST",
    path: "/v1/heads",
    sessions: ["device"],
    needs: "team",
    requestBytes: limits.statementBytes + KiB,
    responseBytes: 256,
    request: strict({ statement: bytesMax(limits.statementBytes) }),
    response: strict({}),
  },
} as const;
