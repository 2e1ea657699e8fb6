/** Writes the QR codes of an export of Google Authenticator, for tests: protocol buffers by hand, as its format says. */

export type ExportedCode = {
  secret: Uint8Array;
  name: string;
  issuer: string;
  algorithm?: number;
  digits?: number;
  type?: number;
};

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number): number[] => [field * 8, ...varint(value)];
const bytes = (field: number, value: ArrayLike<number>): number[] => [
  field * 8 + 2,
  ...varint(value.length),
  ...Array.from(value),
];
const text = (field: number, value: string): number[] => bytes(field, new TextEncoder().encode(value));

/** One part; `index` from 0. */
export function migrationLink(codes: readonly ExportedCode[], part = { id: 7, size: 1, index: 0 }): string {
  const payload = [
    ...codes.flatMap(({ secret, name, issuer, algorithm = 1, digits = 1, type = 2 }) =>
      bytes(1, [
        ...bytes(1, secret),
        ...text(2, name),
        ...text(3, issuer),
        ...number(4, algorithm),
        ...number(5, digits),
        ...number(6, type),
      ]),
    ),
    ...number(2, 1),
    ...number(3, part.size),
    ...number(4, part.index),
    ...number(5, part.id),
  ];
  return linkOfPayload(Uint8Array.from(payload));
}

/** The link around any payload. */
export function linkOfPayload(payload: Uint8Array): string {
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(payload).toString("base64"))}`;
}
