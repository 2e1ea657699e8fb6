/**
 * What an archive says of an item, as an item to import. It brings values: no id of ours, no vault, no person and no right comes
 * out of a file (docs/threat-model.md).
 */
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ArchivePartOf } from "../../../../shared/model/archive.ts";
import { importRemark } from "../../../../shared/model/import-remarks.ts";
import { type ItemBody, parseOverview, parseSecret } from "../../../../shared/model/items.ts";
import type { ImportedItem } from "../imported/imported-item.ts";

const damaged = () => fail("import", { reason: "archive-damaged" });

/** `import`, reason `archive-damaged`. */
export function itemOfPart({ item, changedAt, overview, secret }: ArchivePartOf<"item">): Result<ImportedItem> {
  const seen = parseOverview(overview);
  if (!seen.ok) return damaged();
  const opened = parseSecret(seen.value.kind, secret);
  secret.fill(0);
  if (!opened.ok) return damaged();
  const whole: ItemBody = { overview: seen.value, secret: opened.value };
  const { title, username, tags, urls, kind, expires } = whole.overview;
  const { password, totp, notes, passwordChangedAt } = whole.secret;
  return ok({
    ...{ sourceId: item, group: "", kind, modifiedAt: changedAt, whole: withoutIds(whole) },
    ...{ title, username, tags, urls: urls.map(({ url }) => url), expires },
    ...{ password, totp, notes, passwordChangedAt, fields: [], files: [], history: [] },
    remarks: conflictRemarks(whole),
  });
}

/** What was in conflict is kept beside the older values: who typed it, and where, nobody here knows. */
function withoutIds({ overview, secret }: ItemBody): ItemBody {
  const aside = secret.conflicts.map(({ field, value, at }) => ({ field, value, at }));
  const detail = Object.assign({ ...secret.detail }, "login" in secret.detail ? { login: null } : {});
  return {
    overview: { ...overview, tool: null, sources: overview.sources.filter(({ format }) => format !== "moved") },
    secret: { ...secret, detail, attachments: [], conflicts: [], history: [...secret.history, ...aside] },
  };
}

function conflictRemarks({ overview, secret }: ItemBody): ImportedItem["remarks"] {
  const { length } = secret.conflicts;
  return [
    ...(length === 0 ? [] : [importRemark("conflicts-aside", { count: length })]),
    ...(overview.sharedLogin === null ? [] : [importRemark("owner-replaced", {})]),
  ];
}
