/**
 * Every bound of the KDBX reader in one table. A file comes from anywhere: what its header or its XML asks for is
 * checked against these before anything is allocated or computed (docs/threat-model.md).
 */

export const kdbxLimits = {
  /** The whole file, as it lies on disk (stack.md). */
  fileBytes: 100 * 1024 * 1024,
  /** A key file may be any file; it is hashed whole. */
  keyFileBytes: 100 * 1024 * 1024,
  /** The outer header, all fields together. */
  headerBytes: 64 * 1024,
  /** XML and inner header after decompression; read as a stream, never held whole. */
  plainBytes: 256 * 1024 * 1024,
  /** Argon2: memory of one derivation. */
  argonMemoryBytes: 1024 * 1024 * 1024,
  /** Argon2: memory times passes, which is what the derivation costs in time (about 25 s at worst here). */
  argonWorkBytes: 16 * 1024 * 1024 * 1024,
  argonParallelism: 64,
  saltBytes: 1024,
  /** AES-KDF rounds: half a minute at worst on a slow machine; KeePass calibrates to one second. */
  aesRounds: 2 ** 29,
  /** Blocks of the sealed part, each with a check of its own; programs write a mebibyte in each. */
  blocks: 16_384,
  /**
   * Elements of the whole document, and their attributes: 10,000 entries with five earlier versions each, as programs
   * write them, are two million. Reading so many is what a file may cost in time (less than 5 s).
   */
  xmlElements: 3_000_000,
  /** Elements inside each other, all kinds. */
  xmlDepth: 160,
  groupDepth: 64,
  groups: 50_000,
  entries: 100_000,
  /** Earlier versions of all entries together. */
  historyEntries: 200_000,
  /** Attached files that are kept, each told apart by a hash. */
  keptBinaries: 10_000,
  /** Contents of attached files that are kept together until the import is carried out. */
  keptBinaryBytes: 128 * 1024 * 1024,
  /** Text fields of one entry beside its standard ones, files and tags: what is more is counted, and the entry is read. */
  fieldsPerEntry: 1000,
  attachmentsPerEntry: 1000,
  tagsPerEntry: 1000,
  /** All that is kept one by one: groups, entries of today and before, fields, tags, attached files, plug-ins' values. */
  parts: 500_000,
  /** What is kept of one value of one field, as characters of XML: far more than an item holds. */
  valueChars: 4 * 1024 * 1024,
  /** One text, or one attached file as base64: above what is kept of it, so that it is named and the rest is read. */
  textChars: 64 * 1024 * 1024,
  /** All kept text together, as characters. */
  keptChars: 192 * 1024 * 1024,
  /** What is kept of the name of a field or file. */
  nameChars: 4096,
  attributesPerElement: 16,
} as const;
