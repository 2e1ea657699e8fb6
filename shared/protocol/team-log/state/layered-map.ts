/**
 * A table that is never changed, and the next one from it at the cost of what changed: new values lie in a small map above
 * the larger one, and the two become one when the small one has grown. States of the log so share what they have in
 * common, and an entry that touches one row of a table of thousands does not copy the table.
 */

type Layers<K, V> = { base: ReadonlyMap<K, V>; top: ReadonlyMap<K, V> };

/** A table under change; `settled` is the table that it became, the same one where nothing was set. */
export type TableDraft<K, V> = ReadonlyMap<K, V> & { set(key: K, value: V): void; settled(): ReadonlyMap<K, V> };

const layersOf = new WeakMap<ReadonlyMap<unknown, unknown>, () => Layers<unknown, unknown>>();

/** The two layers of a table: a plain map is all base. The base is never changed, so that an index over it stays right. */
export function tableLayers<K, V>(table: ReadonlyMap<K, V>): Layers<K, V> {
  const known = layersOf.get(table) as (() => Layers<K, V>) | undefined;
  return known?.() ?? { base: table, top: new Map() };
}

/** Begins a change of a table; the table itself stays as it is. */
export function draftTable<K, V>(table: ReadonlyMap<K, V>): TableDraft<K, V> {
  const { base, top } = tableLayers(table);
  let own: Map<K, V> | null = null;
  const draft = Object.assign(
    readable<K, V>(() => ({ base, top: own ?? top })),
    {
      set(key: K, value: V): void {
        own ??= new Map(top);
        own.set(key, value);
      },
      settled: (): ReadonlyMap<K, V> => (own === null ? table : settle(base, own)),
    },
  );
  return draft;
}

/** The table with these rows set. */
export function withRows<K, V>(table: ReadonlyMap<K, V>, rows: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  const draft = draftTable(table);
  for (const [key, value] of rows) draft.set(key, value);
  return draft.settled();
}

/** The square root keeps both the copying of the small layer and the rare joining of the two cheap. */
function settle<K, V>(base: ReadonlyMap<K, V>, top: Map<K, V>): ReadonlyMap<K, V> {
  if (top.size > Math.max(16, Math.sqrt(base.size))) return new Map([...base, ...top]);
  return readable(() => ({ base, top }));
}

function readable<K, V>(layers: () => Layers<K, V>): ReadonlyMap<K, V> {
  function* rows(): MapIterator<[K, V]> {
    const { base, top } = layers();
    for (const row of base) yield top.has(row[0]) ? [row[0], top.get(row[0]) as V] : row;
    for (const row of top) if (!base.has(row[0])) yield row;
  }
  function* mapped<T>(of: (row: [K, V]) => T): MapIterator<T> {
    for (const row of rows()) yield of(row);
  }
  const table: ReadonlyMap<K, V> = {
    get size() {
      const { base, top } = layers();
      let added = 0;
      for (const key of top.keys()) if (!base.has(key)) added += 1;
      return base.size + added;
    },
    has: (key) => layers().top.has(key) || layers().base.has(key),
    get: (key) => {
      const { base, top } = layers();
      return top.has(key) ? top.get(key) : base.get(key);
    },
    keys: () => mapped(([key]) => key),
    values: () => mapped(([, value]) => value),
    entries: rows,
    [Symbol.iterator]: rows,
    forEach: (act) => {
      for (const [key, value] of rows()) act(value, key, table);
    },
  };
  layersOf.set(table, layers as () => Layers<unknown, unknown>);
  return table;
}
