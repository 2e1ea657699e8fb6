/** The only computed import of the project: a module of the checkout that is measured, whose folder is an argument. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The module at `path` below `checkout`; throws where that checkout has none. */
export async function loadFrom<T>(checkout: string, path: string): Promise<T> {
  if (!existsSync(join(checkout, path))) throw new Error(`this checkout has no ${path}`);
  return (await import(pathToFileURL(join(checkout, path)).href)) as T;
}
