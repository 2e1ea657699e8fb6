/** Documents that hold as many parts as possible in as few letters: each is one way to fill memory or to take time. */
type Costly = { before: string; piece(number: number): string; behind: string };

const inRoot = (piece: Costly["piece"]): Costly => ({ before: "<Root><Group>", piece, behind: "</Group></Root>" });
const inEntry = (piece: Costly["piece"]): Costly => ({
  before: "<Root><Group><Entry>",
  piece,
  behind: "</Entry></Group></Root>",
});
/** A new entry after so many pieces. */
const entriesOf = (most: number, piece: Costly["piece"]): Costly =>
  inEntry((number) => `${number % most === most - 1 ? "</Entry><Entry>" : ""}${piece(number)}`);

export const costlyDocuments = {
  "elements without a meaning": inRoot(() => "<a/>"),
  "elements with attributes": inRoot(() => '<a b="" c="" d="" e=""/>'),
  entries: inRoot(() => "<Entry/>"),
  "fields of one name": entriesOf(999, () => "<String/>"),
  "fields of one name between earlier versions": entriesOf(999, () => "<String/><History><Entry/></History>"),
  "short fields": entriesOf(999, () => "<String><Value>a</Value></String>"),
  tags: entriesOf(1, () => `<Tags>${"a;".repeat(900)}</Tags>`),
  "tags in one text": inEntry(() => `<Tags>${"a;".repeat(1_000_000)}</Tags>`),
} as const satisfies Record<string, Costly>;
export type DocumentName = keyof typeof costlyDocuments;

const times = ["LastModificationTime", "CreationTime", "LastAccessTime", "ExpiryTime", "LocationChanged"];
const fields = ["Title", "UserName", "Password", "URL", "Notes"];

/** An entry with every element that KeePassXC writes, and what else is given. */
export function honestEntry(more: string): string {
  const stamps = times.map((name) => `<${name}>g1+p3A4AAAA=</${name}>`).join("");
  const strings = fields.map(
    (name) => `<String><Key>${name}</Key><Value ProtectInMemory="True">Some text</Value></String>`,
  );
  const plain = ["IconID", "ForegroundColor", "BackgroundColor", "OverrideURL"].map((name) => `<${name}></${name}>`);
  return [
    `<Entry><UUID>gmnh5kdTSn6ADPPzCN7rIg==</UUID>${plain.join("")}<Tags>one;two</Tags>`,
    `<Times>${stamps}<Expires>False</Expires><UsageCount>0</UsageCount></Times>${strings.join("")}`,
    "<AutoType><Enabled>True</Enabled><DataTransferObfuscation>0</DataTransferObfuscation><DefaultSequence/></AutoType>",
    `${more}</Entry>`,
  ].join("");
}
