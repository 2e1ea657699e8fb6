/** One clock for clients and server of a test: it stands until the test lets time pass, and timers come when theirs is reached. */

export type SteppedClock = {
  now(): number;
  after(ms: number, act: () => void): () => void;
  /** Timers that come due meanwhile come in their order, each with a turn of the event loop for what it begins. */
  pass(ms: number): Promise<void>;
  /** As where computers sleep: what was due meanwhile comes once, late. */
  sleep(ms: number): Promise<void>;
  /** The answer of what may itself wait for a timer: time passes as long as it does not come. */
  during<T>(work: Promise<T>): Promise<T>;
};

/** So long nothing came of something that needs no timer; then so much time passes at once. */
const patienceMs = 300;
const stepMs = 2000;

/** A clock that begins at the computer's time. */
export function steppedClock(): SteppedClock {
  const waiting = new Map<number, { at: number; act: () => void }>();
  let now = Date.now();
  let number = 0;
  const next = (until: number) =>
    [...waiting].filter(([, { at }]) => at <= until).sort(([a, one], [b, two]) => one.at - two.at || a - b)[0];
  async function run(own: number, act: () => void): Promise<void> {
    waiting.delete(own);
    act();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const clock: SteppedClock = {
    now: () => now,
    after(ms, act) {
      number += 1;
      const own = number;
      waiting.set(own, { at: Math.ceil(now + ms), act });
      return () => void waiting.delete(own);
    },
    async pass(ms) {
      const end = now + ms;
      for (let due = next(end); due !== undefined; due = next(end)) {
        now = Math.max(now, due[1].at);
        await run(due[0], due[1].act);
      }
      now = end;
    },
    async sleep(ms) {
      now += ms;
      for (const [own, { at, act }] of [...waiting]) if (at <= now) await run(own, act);
    },
    async during(work) {
      let isOver = false;
      const over = work.finally(() => {
        isOver = true;
      });
      over.catch(() => {});
      while (!isOver) {
        await Promise.race([over, new Promise((resolve) => setTimeout(resolve, patienceMs))]).catch(() => {});
        if (!isOver) await clock.pass(stepMs);
      }
      return over;
    },
  };
  return clock;
}
