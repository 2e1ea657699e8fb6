/** The thread that reads one picture and ends: nothing of the app is in it, and whoever started it ends it after its time. */
import { parentPort, workerData } from "node:worker_threads";
import { inflateSync } from "node:zlib";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type CompiledCode, instanceOf } from "./compiled-code.ts";
import { pictureSize, pngRows } from "./picture-size.ts";

const codesMost = 64;

/** The decoder unpacks a PNG to its end, whatever its head said: what is longer than its rows never gets there. */
function isSound(bytes: Uint8Array): boolean {
  const size = pictureSize(bytes);
  if (size === null) return false;
  if (size.pngBytes === null) return true;
  const rows = pngRows(bytes);
  if (rows === null) return false;
  try {
    inflateSync(Buffer.concat(rows), { maxOutputLength: size.pngBytes });
    return true;
  } catch {
    return false;
  }
}

type Given = { bytes: Uint8Array<ArrayBuffer>; decoder: CompiledCode };

async function readTexts({ bytes, decoder }: Given): Promise<string[] | null> {
  if (!isSound(bytes)) return null;
  const instantiateWasm = (imports: object, done: (instance: object) => void): object => {
    void instanceOf(decoder, imports).then(done);
    return {};
  };
  await prepareZXingModule({ overrides: { instantiateWasm }, fireImmediately: true });
  const found = await readBarcodes(bytes, { formats: ["QRCode"], maxNumberOfSymbols: codesMost });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

parentPort?.postMessage(await readTexts(workerData as Given));
