/** Merging a record: what the chain changed meanwhile stays, what only the draft changed is taken [protocol: Merge]. Pure. */
import { mergeFields, type Sides, type Values } from "../field-merge.ts";
import { type RecordBody, recordRules } from "./records.ts";

/**
 * The record to write. Records hold no conflicts: a value that comes late gives way, and both stay in the chain's
 * versions. A record that has become another kind stays as it is.
 */
export function mergeRecord({ base, current, wanted }: Sides<RecordBody>): RecordBody {
  const { kind } = current;
  if (base.kind !== kind || wanted.kind !== kind) return current;
  const sides = { base, current, wanted } as Sides<Values>;
  return mergeFields(recordRules[kind].fields, sides, () => undefined) as RecordBody;
}
