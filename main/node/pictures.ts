/**
 * Reads QR codes in pictures: the size by the head alone, then the decoder in a thread of its own, which ends with its picture, and
 * after some seconds in any case.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Pictures } from "../core/ports.ts";
import { type CompiledCode, compileCode } from "./compiled-code.ts";
import { pictureSize } from "./picture-size.ts";

const endsAfterMs = 20_000;
/** Of the thread's own memory; the decoder's is bounded by the pixels. */
const heapMb = 128;

/** One picture at a time, in the order in which they came. */
export function nodePictures(): Pictures {
  let last: Promise<unknown> = Promise.resolve();
  // Held from the first picture on: what the engine has made of it by then, each next thread begins with.
  let decoder: Promise<CompiledCode> | null = null;
  return {
    readCodes(bytes) {
      const size = pictureSize(bytes);
      if (bytes.length > limits.pictureBytes)
        return Promise.resolve(fail("limit", { field: "picture", reason: "pixels" }));
      if (size === null) return Promise.resolve(notPicture());
      const pixels = size.width * size.height;
      if (pixels > limits.picturePixels) return Promise.resolve(fail("limit", { field: "picture", reason: "pixels" }));
      decoder ??= compiledDecoder();
      const read = Promise.all([decoder, last]).then(([module]) => readApart(bytes, module));
      // One that could not be begun keeps none of the next ones from it.
      last = read.catch(() => undefined);
      return read;
    },
  };
}

const notPicture = () => fail("invalid-input", { field: "picture", reason: "picture" }, "after-act");

/** Built, the thread's file lies beside this one; in the sources too. */
const threadFile = () => new URL(`./picture-worker.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);

/** Code alone, which no picture can change: each thread has a memory of its own. */
async function compiledDecoder(): Promise<CompiledCode> {
  const file = fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"));
  return compileCode(new Uint8Array(await readFile(file)));
}

function readApart(bytes: Uint8Array, decoder: CompiledCode): Promise<Result<string[]>> {
  return new Promise((resolve) => {
    const worker = new Worker(threadFile(), {
      ...{ workerData: { bytes, decoder }, env: {}, execArgv: [], stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const end = (answer: Result<string[]>): void => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(fail("limit", { field: "picture", reason: "time" })), endsAfterMs);
    worker.once("message", (texts: string[] | null) => end(texts === null ? notPicture() : ok(texts)));
    // What breaks the decoder is a broken picture; of its message nothing is read.
    worker.once("error", () => end(notPicture()));
    worker.once("exit", () => end(notPicture()));
  });
}
