/** Questions of one kind to another process: each has a number, under which its one answer comes back. */

export type Questions<Answer> = {
  /** `send` puts the question with its number. */
  ask(send: (id: number) => void): Promise<Answer>;
  /** An answer to nothing that was asked, or asked no more, counts for nothing. */
  settle(id: number, answer: Answer): void;
};

/** None is open at the start. */
export function questions<Answer>(): Questions<Answer> {
  const open = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  return {
    ask: (send) =>
      new Promise((resolve) => {
        const id = ++asked;
        open.set(id, resolve);
        send(id);
      }),
    settle(id, answer) {
      open.get(id)?.(answer);
      open.delete(id);
    },
  };
}
