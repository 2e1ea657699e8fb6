/** libsodium is WebAssembly and must be loaded once before anything else here is called. */
import { checkRandom } from "./random.ts";
import { sodium } from "./sodium.ts";

let loading: Promise<void> | null = null;

/** Loads libsodium and tries the random source; throws where the source is broken (fail closed at start). */
export function cryptoReady(): Promise<void> {
  loading ??= sodium.ready.then(() => checkRandom());
  return loading;
}
