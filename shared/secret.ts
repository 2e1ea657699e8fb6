/** A box for values that must not be printed by accident: it shows `[secret]` to string, JSON and inspect. */

export type Secret<T> = { reveal(): T };

/** Puts a value into the box; `reveal()` takes it out where it is really needed. */
export function secret<T>(value: T): Secret<T> {
  const shown = (): string => "[secret]";
  const box = Object.create(null) as Secret<T>;
  const hidden = { reveal: () => value, toString: shown, toJSON: shown, [Symbol.toPrimitive]: shown };
  for (const [key, act] of [...Object.entries(hidden), [Symbol.toPrimitive, shown] as const]) {
    Object.defineProperty(box, key, { value: act, enumerable: false });
  }
  Object.defineProperty(box, Symbol.for("nodejs.util.inspect.custom"), { value: shown, enumerable: false });
  return Object.freeze(box);
}
