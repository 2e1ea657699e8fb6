/** Work of one name goes one after the other, in the order in which it was asked for; a failure ends nobody else's turn. */
export type Turns<Name> = <T>(name: Name, work: () => Promise<T>) => Promise<T>;

/** Nobody has begun. */
export function createTurns<Name>(): Turns<Name> {
  const turns = new Map<Name, Promise<unknown>>();
  return (name, work) => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  };
}
