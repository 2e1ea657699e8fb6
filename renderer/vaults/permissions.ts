/** What a person may do in a vault, from least to most. */
import type { Permission } from "../../shared/contract/shapes.ts";

export const permissions: Permission[] = ["use", "edit", "manage"];
