/** One-time codes: 500 of them right at the turn of their period, and a QR code in a photograph of twelve million pixels. */
import { blank, drawQr, jpegOf, photographed } from "../kit/qr-picture.ts";
import { must, openPair } from "./checkout-client.ts";
import { loadFrom } from "./load-checkout.ts";
import { clocked, type Figures, quantile } from "./measured.ts";

const codes = 500;
/** As many as a screen asks for at once. */
const shownMost = 200;
const periodMs = 30_000;
/** Turns that are waited for. */
const turns = 2;
const seed = "JBSWY3DPEHPK3PXP";

type Pictures = { readCodes(bytes: Uint8Array): Promise<{ ok: boolean; value?: string[] }> };

/** `turnMs`: from the turn until the last code of the new period is there. */
export async function codesStage(checkout: string): Promise<Figures> {
  return { turnMs: await turnOf(checkout), ...(await photographOf(checkout)) };
}

async function turnOf(checkout: string): Promise<number> {
  const pair = await openPair(checkout);
  try {
    const items: string[] = [];
    for (let at = 0; at < codes; at += 1) {
      const changes = { title: `Login ${at}`, totp: seed };
      items.push((await must<{ item: string }>(pair.ada, "item.save", { vault: pair.vault, changes })).item);
    }
    const took: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, periodMs - (Date.now() % periodMs)));
      took.push(await clocked(() => showAll(pair.ada, items)));
    }
    return quantile(took, 0.5);
  } finally {
    await pair.close();
  }
}

async function showAll(client: Parameters<typeof must>[0], items: readonly string[]): Promise<void> {
  for (let at = 0; at < items.length; at += shownMost) {
    const asked = items.slice(at, at + shownMost);
    const shown = await must<{ codes: unknown[] }>(client, "code.show", { items: asked });
    if (shown.codes.length !== asked.length) throw new Error(`${shown.codes.length} codes of ${asked.length}`);
  }
}

/** The first picture of a process, and one after it. */
async function photographOf(checkout: string): Promise<Figures> {
  const { nodePictures } = await loadFrom<{ nodePictures(): Pictures }>(checkout, "main/node/pictures.ts");
  const pictures = nodePictures();
  const drawn = drawQr(blank(4000, 3000, 190), `otpauth://totp/Example:dana?secret=${seed}`, {
    x: 1400,
    y: 900,
    px: 24,
  });
  const photograph = jpegOf(photographed(drawn, randomFrom(7)), 85);
  const read = async () => {
    const answer = await pictures.readCodes(photograph);
    if (answer.value?.length !== 1) throw new Error("the code was not read");
  };
  return { coldMs: await clocked(read), warmMs: await clocked(read) };
}

/** The same photograph at each run. */
function randomFrom(first: number): () => number {
  let state = first;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
