/** The way to the catalogue for the core: read at the first question, as no start of it has to wait for a megabyte. */

/** What the catalogue answers; the same for all who ask. */
export const readCatalogue = (): Promise<typeof import("./catalogue.ts")> => import("./catalogue.ts");
