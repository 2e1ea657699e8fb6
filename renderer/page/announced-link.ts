/** The link of which this page's lock screen says that unlocking leads to its item: whoever unlocks then has agreed to it. */
let announced: string | null = null;

/** The lock screen says it of this address; null: of none any more. */
export function announceLink(address: string | null): void {
  announced = address;
}

/** The address of which it was said last; once. */
export function takeAnnounced(): string | null {
  const address = announced;
  announced = null;
  return address;
}
