/** Waiting for the thing itself: asks again until the answer is right, and says what it last saw when it never was. */

const pauseMs = 25;

/** Calls `look` until `isRight` holds; throws with the last answer after `withinMs`. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  isRight: (seen: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  let seen = await look();
  while (!isRight(seen)) {
    if (performance.now() > until)
      throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(seen)?.slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    seen = await look();
  }
  return seen;
}
