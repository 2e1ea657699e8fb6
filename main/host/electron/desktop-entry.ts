/** What a Linux desktop starts at login: an entry of the Desktop Entry Specification. Needs no Electron, so it is tested. */

/** The entry that starts this program with these arguments (Desktop Entry Specification, "The Exec key"). */
export function desktopEntry(command: readonly string[]): string {
  const exec = command.map((arg) => inEntry(arg)).join(" ");
  return ["[Desktop Entry]", "Type=Application", "Name=Latchkey", `Exec=${exec}`, "Terminal=false", ""].join("\n");
}

/** In quotes, with what they do not keep, and once more for the value of a key; a percent sign begins no field. */
function inEntry(arg: string): string {
  const inQuotes = arg.replaceAll(/["`$\\]/g, "\\$&").replaceAll("%", "%%");
  return `"${inQuotes.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}"`;
}
