/** The line while two histories are proven: what a person can do from it, however the server goes on. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, expect, it } from "vitest";
import type { AccountStatus, SyncStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { ok } from "../../shared/failures.ts";
import { queries } from "../client/client.ts";
import { StatusLine } from "./status-line.tsx";

afterAll(() => queries.clear());

const sync: SyncStatus = {
  ...{ state: "ok", pending: 0, logSeq: 40, confirmedAt: null, clockBehind: false, frozen: true, failures: [] },
  sameHistory: { people: 0, at: null },
};

function drawn(state: SyncStatus["state"]): string {
  queries.setQueryData(["sync.status", {}], ok({ ...sync, state }));
  const status = { autoLockMinutes: 5 } as AccountStatus;
  const line = createElement(StatusLine, { status, people: 3, onFork: () => undefined });
  return renderToStaticMarkup(createElement(QueryClientProvider, { client: queries }, line));
}

it("leads to both histories, and asks a stopped server again when its person says so", () => {
  expect(drawn("ok")).toContain(words.fork.frozen);
  expect(drawn("ok")).toContain(`>${words.fork.whatToDo}<`);
  expect(drawn("ok")).not.toContain(words.act.retry);
  expect(drawn("stopped")).toContain(`>${words.act.retry}<`);
});
