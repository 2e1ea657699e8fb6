/** How many answers in a row did not verify: too many, and only a person goes on [protocol: Completeness]. */
const failuresToStop = 20;

export type Soundness = {
  /** Counts an answer: a sound one ends the row of those that did not verify. */
  count(isSound: boolean): void;
  /** Nothing is asked or sent until a person resumes. */
  isStopped(): boolean;
  resume(): void;
};

/** Begins with nothing against the server. */
export function createSoundness(): Soundness {
  let unverified = 0;
  const isStopped = (): boolean => unverified >= failuresToStop;
  return {
    count(isSound) {
      if (!isStopped()) unverified = isSound ? 0 : unverified + 1;
    },
    isStopped,
    resume() {
      unverified = 0;
    },
  };
}

/** Whether the last round reached the server and could follow it: then a save waits for it a while. */
export type Connection = { isOnline(): boolean; set(isOnline: boolean): void };

/** Begins hopeful: the first round says how it is. */
export function createConnection(): Connection {
  let online = true;
  return {
    isOnline: () => online,
    set(isOnline) {
      online = isOnline;
    },
  };
}
