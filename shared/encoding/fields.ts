/**
 * The parts of which body schemas are made. A codec stands between the wire (byte strings) and memory (branded base32
 * text), so that ids can be map keys and nobody converts by hand. These schemas are the only place that gives a brand.
 */
import { z } from "zod";
import { base32Bytes, base32Text } from "../text.ts";
import type { DeviceId, EpochMs, Hash, TeamId } from "./ids.ts";

function bytesAsText<Brand extends string>(length: number) {
  const textLength = Math.ceil((length * 8) / 5);
  return z.codec(
    z.instanceof(Uint8Array).refine((bytes) => bytes.length === length),
    z.string().length(textLength) as unknown as z.ZodType<Brand, Brand>,
    {
      decode: (bytes) => base32Text(bytes) as Brand,
      encode: (text) => {
        const bytes = base32Bytes(text);
        if (bytes === null) throw new Error("an id in memory is base32 text");
        return bytes as Uint8Array<ArrayBuffer>;
      },
    },
  );
}

const byteString = (fits: (bytes: Uint8Array) => boolean) =>
  z.instanceof(Uint8Array).refine(fits) as unknown as z.ZodType<Uint8Array, Uint8Array>;

/** 16 random bytes on the wire, base32 text in memory. */
export const idField = <Brand extends string>() => bytesAsText<Brand>(16);
/** A BLAKE2b-256 hash. */
export const hashField = () => bytesAsText<Hash>(32);
/** A device id, which is a hash. */
export const deviceField = () => bytesAsText<DeviceId>(32);
/** 32 zero bytes: what stands before the first entry and the first commit, and where a body is blanked. */
export const zeroHash = base32Text(new Uint8Array(32)) as Hash;
/** A team's id: the hash of its genesis. */
export const teamField = () => bytesAsText<TeamId>(32);
/** A byte string of exactly `length` bytes. */
export const bytesField = (length: number) => byteString((bytes) => bytes.length === length);
/** A byte string of at most `most` bytes. */
export const bytesMax = (most: number) => byteString((bytes) => bytes.length <= most);
/** Protocol text: NFC, well-formed, at most `most` UTF-16 units. */
export const textField = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && text.normalize("NFC") === text);
/** Text that a person typed: well-formed, kept exactly. */
export const typedText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed());
/** An integer from 0 to 2^53-1. */
export const uintField = () => z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Milliseconds since 1970, UTC. */
export const timeField = () => uintField() as unknown as z.ZodType<EpochMs, number>;
/** A map in which every key is present and none is unknown; absent values are explicit `null`. */
export const strict = z.strictObject;
/** The one suite; another one is `suite` wherever it stands at the head of a body (`parseWith`). */
export const suiteField = () => z.literal(1);
