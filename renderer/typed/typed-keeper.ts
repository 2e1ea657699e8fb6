/**
 * Hands what stands in an editor to the core a second after it was typed, one call after the other, so that a lock or a crash
 * takes at most that second. Pure of React; `keep` answers the name under which it is kept.
 */
export type Keeper<Text> = {
  /** What stands there now; null: nothing that differs. */
  put(text: Text | null): void;
  /** Hands over at once what waits; resolves when it is durable. */
  flush(): Promise<void>;
  /** The name under which it is kept now; null: nothing is. */
  typed(): string | null;
  /** What was kept under this name is what stands there now; nothing where something is kept already. */
  adopt(typed: string): void;
  /** It was saved or given up: nothing more is handed over, and what was kept goes. */
  end(): Promise<void>;
};

type Parts<Text> = {
  /** The name under which it was kept before. */
  typed: string | null;
  keep(typed: string | null, text: Text): Promise<string | null>;
  drop(typed: string): Promise<unknown>;
};

const afterMs = 1000;

/** One for each editor. */
export function createKeeper<Text>({ typed, keep, drop }: Parts<Text>): Keeper<Text> {
  let name = typed;
  let waiting: { text: Text | null } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let line: Promise<void> = Promise.resolve();
  let isOver = false;

  const hand = async (text: Text | null): Promise<void> => {
    if (text !== null) name = (await keep(name, text)) ?? name;
    else if (name !== null) {
      await drop(name);
      name = null;
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const next = waiting;
    waiting = null;
    if (next !== null) line = line.then(() => hand(next.text));
    return line;
  };
  return {
    put(text) {
      if (isOver || (text === null && name === null && waiting === null)) return;
      waiting = { text };
      timer ??= setTimeout(() => void flush(), afterMs);
    },
    flush,
    typed: () => name,
    adopt(typed) {
      name ??= typed;
    },
    end() {
      isOver = true;
      waiting = null;
      void flush();
      line = line.then(() => hand(null));
      return line;
    },
  };
}
