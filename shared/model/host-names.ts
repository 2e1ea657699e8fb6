/** Names of hosts as people read them. */

/** A host name with its `xn--` labels decoded (RFC 3492); a label that does not decode stays as it is. */
export function decodeHost(host: string): string {
  return host
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join(".");
}

const [start, tMin, tMax, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 128];

function decodeLabel(label: string): string | null {
  const cut = label.lastIndexOf("-");
  const codes = [...label.slice(0, Math.max(0, cut))].map((letter) => letter.charCodeAt(0));
  let [code, at, bias] = [firstCode, 0, firstBias];
  for (let read = cut + 1; read < label.length; ) {
    const before = at;
    let weight = 1;
    for (let k = start; ; k += start) {
      const digit = digitOf(label.charCodeAt(read++));
      if (digit === null) return null;
      at += digit * weight;
      const threshold = Math.min(Math.max(k - bias, tMin), tMax);
      if (digit < threshold) break;
      weight *= start - threshold;
    }
    const size = codes.length + 1;
    bias = adapt(at - before, size, before === 0);
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    codes.splice(at++, 0, code);
  }
  return String.fromCodePoint(...codes);
}

function digitOf(code: number): number | null {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : null;
}

function adapt(delta: number, size: number, isFirst: boolean): number {
  let left = isFirst ? Math.floor(delta / damp) : delta >> 1;
  left += Math.floor(left / size);
  let k = 0;
  for (; left > ((start - tMin) * tMax) >> 1; k += start) left = Math.floor(left / (start - tMin));
  return k + Math.floor(((start - tMin + 1) * left) / (left + skew));
}
