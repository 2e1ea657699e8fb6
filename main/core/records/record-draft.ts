/** What the outbox does with the draft of a record: merged by field into what stands there, without conflicts. */
import { fail } from "../../../shared/failures.ts";
import { emptyRecordSecret } from "../../../shared/model/records/records.ts";
import type { DraftKind } from "../drafts/draft-kind.ts";
import { mergeRecordBytes } from "./record-merge.ts";
import { currentRecord, type RecordsCore } from "./record-overviews.ts";

/** The row of records in the outbox. */
export function recordDraftKind(core: RecordsCore): DraftKind {
  return {
    async step({ vault, item }, { base, wanted }) {
      if (wanted === null) return { state: "stays", failure: fail("encoding", { reason: "draft" }).failure };
      const current = await currentRecord(core, vault, item);
      if (!current.ok) return { state: "stays", failure: current.failure };
      const overview = mergeRecordBytes(current.value, { base: base?.overview ?? null, wanted: wanted.overview });
      if (!overview.ok) return { state: "stays", failure: overview.failure };
      if (overview.value === null) return { state: "void" };
      return { state: "put", bytes: { overview: overview.value, secret: emptyRecordSecret() }, files: [] };
    },
  };
}
