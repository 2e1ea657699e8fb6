/** What the catalogue knows of second factors at a tool, as one word for the rules. */
import type { CatalogueTool, OfferedMethod } from "./catalogue-schema.ts";

/** Whether a method is one that nobody gets by taking over a telephone number or a mailbox. */
const isStrong: Record<OfferedMethod, boolean> = {
  sms: false,
  call: false,
  email: false,
  totp: true,
  u2f: true,
  "custom-software": true,
  "custom-hardware": true,
};

/** Of the tools that a host may belong to: one that offers something strong is enough, and nothing read about any is unknown. */
export function offeredAt(tools: readonly CatalogueTool[]): "stronger" | "nothing-stronger" | "unknown" {
  const facts = tools.flatMap(({ facts: { secondFactors, passkeys } }) => [
    ...(secondFactors === undefined ? [] : [secondFactors.value.some((method) => isStrong[method])]),
    ...(passkeys === undefined ? [] : [passkeys.value.length > 0]),
  ]);
  if (facts.length === 0) return "unknown";
  return facts.includes(true) ? "stronger" : "nothing-stronger";
}
