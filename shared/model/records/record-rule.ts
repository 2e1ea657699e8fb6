/** What one kind of record is, in one row [model: Records]: where it lies, under which id, who may write it, how it merges. */
import type { z } from "zod";
import type { FieldRules } from "../kinds/field-rule.ts";

export type RecordRule = {
  /** Kinds of vaults in which it lies. */
  vaults: readonly ("directory" | "tools" | "personal" | "shared")[];
  /**
   * What its item id says: the vault's own id (one for a vault), the id of the person whose vault it is, or what it is
   * about: the team, an invite or the founder, a group, a tool, an account.
   */
  itemId: "vault" | "user" | "subject";
  schema: z.ZodType;
  /** How two edits of its fields meet; a value that comes late gives way, both stay in the chain's versions. */
  fields: FieldRules;
  /** The permission on its vault that writing it takes. */
  writer: "edit" | "manage";
  /** Whether it stands in lists that people search. */
  listed: boolean;
  /** What it is called in a list; empty where it has no name. */
  title(body: never): string;
  /** What a search finds it by. */
  searchText(body: never): string;
};
