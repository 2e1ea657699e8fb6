/** Formats by which clipboard managers and histories know a concealed text, per platform. */
export function concealedFormats(platform: NodeJS.Platform): { format: string; bytes: Uint8Array }[] {
  const no = Uint8Array.of(0, 0, 0, 0);
  if (platform === "win32") {
    return [
      { format: "ExcludeClipboardContentFromMonitorProcessing", bytes: Uint8Array.of(1, 0, 0, 0) },
      { format: "CanIncludeInClipboardHistory", bytes: no },
      { format: "CanUploadToCloudClipboard", bytes: no },
    ];
  }
  // Concealed: shown by no clipboard manager. Transient: kept by none either, and carried to no other device.
  if (platform === "darwin") {
    return ["ConcealedType", "TransientType"].map((type) => ({
      format: `org.nspasteboard.${type}`,
      bytes: Uint8Array.of(1),
    }));
  }
  return [{ format: "x-kde-passwordManagerHint", bytes: new TextEncoder().encode("secret") }];
}
