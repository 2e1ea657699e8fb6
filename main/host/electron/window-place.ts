/** Where the window was: four numbers, and whether it filled the screen, from a file that anybody may have edited. */

export type Place = { x?: number; y?: number; width: number; height: number; isMaximized?: true };

export const smallest = { width: 900, height: 600 };
export const firstPlace: Place = { width: 1280, height: 800 };

/** Reads a remembered place; anything odd gives the first one. */
export function readPlace(text: string): Place {
  try {
    const { x, y, width, height, isMaximized } = JSON.parse(text) as Partial<Place>;
    if (![width, height].every((value) => Number.isSafeInteger(value))) return firstPlace;
    const shape = isMaximized === true ? { isMaximized } : {};
    const size = {
      ...shape,
      width: Math.max(smallest.width, width as number),
      height: Math.max(smallest.height, height as number),
    };
    return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? { x: x as number, y: y as number, ...size } : size;
  } catch {
    return firstPlace;
  }
}
