/** Takes quick access out of sight; the desktop app keeps its window for the next time. */
export function closeQuick(): void {
  window.close();
}
