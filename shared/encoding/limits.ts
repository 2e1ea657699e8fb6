/** Every size and count limit in one table: [protocol: Encoding], `model.md`, `stack.md`. Sizes in bytes unless the name says otherwise. */
const KiB = 1024;
const MiB = 1024 * KiB;

export const limits = {
  nesting: 16,
  /** What a message may take in memory while it is read: so many bytes for each of its own, and a little more, so that short lists of tiny values fit. */
  costPerByte: 16,
  costFree: 64 * KiB,
  entryBytes: 256 * KiB,
  commitBytes: 128 * KiB,
  /** A link between two computers of a person: how long it lives, how often its code may be mistyped, what one message holds. */
  linkLifeMs: 600_000,
  linkTries: 3,
  linkMessageBytes: 4096,
  /** Invites whose joiners were compared with and wait until they may be let in, on one computer. */
  invitesCompared: 100,
  /** A letter as it is sent, and what is signed inside it before it is padded. */
  letterBytes: 64 * KiB,
  letterBodyBytes: 40 * KiB,
  lettersPerPage: 512,
  /** Why somebody asks for a code; and a code, sealed to the question. */
  askWhyChars: 200,
  handedCodeBytes: 2048,
  handedCodeMs: 86_400_000,
  /** Letters of one computer that wait to be sent. */
  lettersWaiting: 10_000,
  /** Facts about logins in one letter, and about one vault. */
  factsPerLetter: 100,
  factsPerVault: 20_000,
  /** Own accounts that a person states, and how many are filed at a time. */
  statedAccounts: 500,
  statedAtOnce: 64,
  overviewBytes: 16 * KiB,
  secretBytes: 256 * KiB,
  bundleBytes: 64 * KiB,
  historyBytes: 64 * KiB,
  joinBytes: 16 * KiB,
  transferCodeBytes: 1 * KiB,
  entriesPerPost: 64,
  changesPerCommit: 512,
  vaultsPerRotation: 64,
  vaultsPerMaker: 256,
  vaultsPerTeam: 2000,
  /** Heads of vaults in one list: live ones, archived ones and everybody's own. */
  headsPerTeam: 16_000,
  /** What one computer states about where it stands: each live vault that its person may open. */
  headsPerStatement: 2_200,
  statementBytes: 192 * KiB,
  statementsPerPage: 512,
  /** What is brought back to a restored server in one post, and what it says at a time that it lacks. */
  statementsPerRestore: 16,
  commitsPerRestore: 1024,
  blobsPerRestore: 512,
  lackingPerPage: 512,
  groupsPerTeam: 500,
  /** Members of one group, and its managers. */
  peoplePerGroup: 1000,
  devicesPerUser: 16,
  /** An admin's app confirms a recovery so long after it first held its opening. */
  recoveryWaitMs: 86_400_000,
  /** Who may hold a share of one recovery sheet: any two of them give it back. */
  recoveryHoldersLeast: 2,
  recoveryHolders: 8,
  listingsPerDevice: 4,
  /** A deleted item may be purged so long after the server took its deletion. */
  purgeWaitMs: 30 * 86_400_000,
  pageBytes: 4 * MiB,
  entriesPerPage: 512,
  commitsPerPage: 4096,
  /** Bundles and key histories of one answer. */
  blobsPerPage: 4096,
  epochsPerHistory: 4096,
  envelopesPerRequest: 1024,
  /** What may be pasted as links of one-time codes: several exports, one a line. */
  codeTextChars: 64 * KiB,
  /** An export of another app for codes: Aegis puts pictures of a hundred accounts into it. */
  codeFileBytes: 16 * MiB,
  /** A picture with QR codes: a photograph of forty million pixels. */
  pictureBytes: 24 * MiB,
  picturePixels: 40_000_000,
  nameChars: 200,
  noteBytes: 64 * KiB,
  passwordBytes: 40_000,
  /** An event of the activity, one that names as many items as one act may, and what is handed on of them at a time. */
  eventBytes: 16 * KiB,
  eventNameChars: 40,
  itemsPerEvent: 512,
  eventsPerBatch: 256,
  batchBytes: 36 * KiB,
  /** With its frame and signature; a letter holds one. */
  signedBatchBytes: 37 * KiB,
  fieldsPerItem: 50,
  fieldBytes: 64 * KiB,
  urlsPerItem: 20,
  urlChars: 2000,
  tagsPerItem: 100,
  tagChars: 100,
  usernameChars: 1000,
  sourcesPerItem: 8,
  attachmentsPerItem: 50,
  /** A file as a person has it. */
  attachmentBytes: 25 * MiB,
  /** What is sealed at a time, what is sent at a time, and a sealed file of the largest size, padded (`crypto/attachment-stream.ts`). */
  blobBlockBytes: 64 * KiB,
  blobPartBytes: MiB,
  blobBytes: 27 * MiB,
  historyPerItem: 1000,
  conflictsPerItem: 200,
  recoveryCodesPerItem: 100,
  recoveryCodeBytes: 200,
  /** What a tool says of itself; together they fit into one overview. */
  domainsPerTool: 10,
  domainChars: 253,
  rolesPerTool: 20,
  roleChars: 60,
  toolNotesChars: 2000,
  signInNameChars: 200,
  /** Tools that are added at once. */
  toolsPerAct: 100,
  emailsPerPerson: 5,
  emailChars: 254,
  importBytes: 100 * MiB,
  /** One sealed part of an archive: an item whole, or a piece of a file. */
  archivePartBytes: 1280 * KiB,
  /** What is signed for one release of the desktop app: no more than its files' names, sizes and hashes. */
  releaseBytes: 32 * KiB,
  filesPerRelease: 64,
  releaseNameChars: 100,
  passphraseBytes: 1024,
  passphraseChars: 12,
} as const;
