/** The size of a file as people read it: `320 bytes`, `12 KB`, `1.4 MB`, `25 GB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [value, unit] =
    bytes < 999_500
      ? [bytes / 1000, "KB"]
      : bytes < 999_500_000
        ? [bytes / 1_000_000, "MB"]
        : [bytes / 1_000_000_000, "GB"];
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${unit}`;
}
