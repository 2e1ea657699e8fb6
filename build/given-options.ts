/** Options of a command of this checkout: one that is not known, or lacks its value, ends it with a sentence. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** As `parseArgs`, strict; `command` is named in what is said. */
export function givenOptions<const Config extends ParseArgsConfig>(command: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [, name] = /'([^']+)'/.exec((error as Error).message) ?? [];
    process.stderr.write(
      `${command} does not know ${name ?? "that option"} as it was given. See ${command} -- --help.\n`,
    );
    process.exit(2);
  }
}
