/** The fonts of the page, loaded before anything is drawn in them: a text that changes its font moves what stands around it. */

const families = ["Inter Variable", "JetBrains Mono Variable"];

/** Once both are there for Latin text. A page whose font does not come is drawn in the next one of its list. */
export async function loadFonts(): Promise<void> {
  await Promise.allSettled(families.map((family) => document.fonts.load(`14px "${family}"`)));
}
