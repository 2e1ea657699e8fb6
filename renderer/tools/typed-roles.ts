/** Roles of a tool as people type them: one in each line, a privileged one ends with an exclamation mark. */
import type { ToolRole } from "../../shared/model/records/tool-record.ts";

/** As text. */
export function textOfRoles(roles: readonly ToolRole[]): string {
  return roles.map(({ name, privileged }) => (privileged ? `${name}!` : name)).join("\n");
}

/** Read from it; empty lines are left out. */
export function rolesIn(text: string): ToolRole[] {
  return text.split("\n").flatMap((line) => {
    const typed = line.trim();
    const privileged = typed.endsWith("!");
    const name = (privileged ? typed.slice(0, -1) : typed).trim();
    return name === "" ? [] : [{ name, privileged }];
  });
}
