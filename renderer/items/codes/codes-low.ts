/** From so few on, its people should make new ones. */
const fewCodes = 3;

/** Whether so many codes are so few that somebody should act. */
export function codesLow(left: number): boolean {
  return left <= fewCodes;
}
