/**
 * A table that is never changed, and the next one from it at the cost of what changed: new values lie in a small map above
 * the larger one, and the two become one when the small one has grown. States of the log so share what they have in
 * common, and an entry that touches one row of a table of thousands does not copy the table. Classes, because every entry
 * begins with a draft of each table: what a table can do is made once, not with each of them.
 */

type Layers<K, V> = { base: ReadonlyMap<K, V>; top: ReadonlyMap<K, V> };

/** A table under change; `settled` is the table that it became, the same one where nothing was set. */
export type TableDraft<K, V> = ReadonlyMap<K, V> & { set(key: K, value: V): void; settled(): ReadonlyMap<K, V> };

class LayeredTable<K, V> implements ReadonlyMap<K, V> {
  readonly base: ReadonlyMap<K, V>;
  protected rowsAbove: ReadonlyMap<K, V>;

  constructor(base: ReadonlyMap<K, V>, top: ReadonlyMap<K, V>) {
    this.base = base;
    this.rowsAbove = top;
  }

  get top(): ReadonlyMap<K, V> {
    return this.rowsAbove;
  }

  get size(): number {
    let added = 0;
    for (const key of this.rowsAbove.keys()) if (!this.base.has(key)) added += 1;
    return this.base.size + added;
  }

  has(key: K): boolean {
    return this.rowsAbove.has(key) || this.base.has(key);
  }

  get(key: K): V | undefined {
    return this.rowsAbove.has(key) ? this.rowsAbove.get(key) : this.base.get(key);
  }

  *entries(): MapIterator<[K, V]> {
    const { base, rowsAbove } = this;
    for (const row of base) yield rowsAbove.has(row[0]) ? [row[0], rowsAbove.get(row[0]) as V] : row;
    for (const row of rowsAbove) if (!base.has(row[0])) yield row;
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(act: (value: V, key: K, table: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) act(value, key, this);
  }
}

class LayeredDraft<K, V> extends LayeredTable<K, V> {
  readonly #begunFrom: ReadonlyMap<K, V>;
  #own: Map<K, V> | null = null;

  constructor(table: ReadonlyMap<K, V>) {
    const { base, top } = tableLayers(table);
    super(base, top);
    this.#begunFrom = table;
  }

  set(key: K, value: V): void {
    if (this.#own === null) {
      this.#own = new Map(this.rowsAbove);
      this.rowsAbove = this.#own;
    }
    this.#own.set(key, value);
  }

  settled(): ReadonlyMap<K, V> {
    return this.#own === null ? this.#begunFrom : settle(this.base, this.#own);
  }
}

/** The two layers of a table: a plain map is all base. The base is never changed, so that an index over it stays right. */
export function tableLayers<K, V>(table: ReadonlyMap<K, V>): Layers<K, V> {
  return table instanceof LayeredTable ? table : { base: table, top: new Map() };
}

/** Begins a change of a table; the table itself stays as it is. */
export function draftTable<K, V>(table: ReadonlyMap<K, V>): TableDraft<K, V> {
  return new LayeredDraft(table);
}

/** The table with these rows set. */
export function withRows<K, V>(table: ReadonlyMap<K, V>, rows: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  const draft = draftTable(table);
  for (const [key, value] of rows) draft.set(key, value);
  return draft.settled();
}

/** The square root keeps both the copying of the small layer and the rare joining of the two cheap. */
function settle<K, V>(base: ReadonlyMap<K, V>, top: Map<K, V>): ReadonlyMap<K, V> {
  if (top.size <= Math.max(16, Math.sqrt(base.size))) return new LayeredTable(base, top);
  const joined = new Map(base);
  for (const [key, value] of top) joined.set(key, value);
  return joined;
}
