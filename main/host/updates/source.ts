/**
 * Where releases come from and whose they are: the address of a folder that is nobody's sync server, and the public halves of
 * the release keys, in hex (`npm run release -- key`). Null: nobody releases yet, and the app looks nowhere. A copy of the
 * program with other values here is another program: they are inside the archive whose hash the system's signature covers.
 */
export const releaseSource: ReleaseSource | null = null;

/** When it is asked: not in the way of a start, and then a few times a day. */
export const looks = { firstAfterMs: 60_000, everyMs: 6 * 60 * 60_000 };

export type ReleaseSource = { feed: string; keys: readonly string[] };
