/** When something that is started again and again is no longer worth a silent new start. */

const tooMany = 3;
const withinMs = 10_000;

/** Told of every end, in steady milliseconds; true with the third within ten seconds, and then it counts anew. */
export function countEnds(): (now: number) => boolean {
  let ends: number[] = [];
  return (now) => {
    ends = [...ends.filter((end) => now - end < withinMs), now];
    const isTooOften = ends.length >= tooMany;
    if (isTooOften) ends = [];
    return isTooOften;
  };
}
