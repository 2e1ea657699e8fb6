/** Who may import whom in the core (`import-rules.ts`). */
import { base, contract, crypto, model, protocol, type Rule, strength, within, words } from "./import-rule.ts";

const core = (...names: string[]): string[] => names.map((name) => `main/core/${name}`);
const ports = "main/core/ports.ts";
/** Never the catalogue itself: it is read at the first question (`read-catalogue.ts`), and not at each start. */
const catalogue = (...names: string[]): string[] => names.map((name) => `shared/catalogue/${name}.ts`);

export const ofCore: Rule[] = [
  { from: ports, may: ["shared/deadline.ts", "shared/failures.ts"], packages: [] },
  {
    from: "main/core/transfer/kdbx/",
    may: [...base, "main/core/transfer/"],
    packages: ["hash-wasm", "saxes", "@noble/ciphers"],
  },
  {
    from: "main/core/transfer/table/read-table.ts",
    may: [...base, "main/core/transfer/"],
    packages: ["csv-parse"],
  },
  {
    from: "main/core/vaults/codes/files/",
    may: [...base, model, "main/core/vaults/codes/files/"],
    packages: ["hash-wasm", "zod"],
  },
  { from: "main/core/account/passphrase.ts", may: base, mayTypes: [contract], packages: strength },
  ...within("main/core", base, {
    // The store opens nothing: of the ciphers it may know the shapes, not the acts.
    store: { may: protocol("team-log", "vault-chain"), mayTypes: [crypto, ports], packages: ["zod"] },
    local: {
      may: [crypto, ...protocol("team-log"), ...core("store/")],
      mayTypes: [contract, ports, ...protocol("vault-chain")],
      packages: ["zod"],
    },
    // Sync verifies and never opens an item: neither the item ciphers nor the bodies of items.
    sync: {
      may: [
        ...["device-keys", "hash", "key-bundle", "random", "session-keys", "sign", "vault-key"].map(
          (name) => `${crypto}${name}.ts`,
        ),
        ...protocol("forks", "routes", "team-log", "vault-chain"),
        ...core("local/", "store/", "emitter.ts", "subscriptions.ts"),
      ],
      mayTypes: [contract, ports],
      packages: ["zod"],
    },
    attachments: { may: [crypto, ...core("store/")], mayTypes: core("sync/") },
    activity: {
      may: [
        crypto,
        ...protocol("activity", "letters", "team-log"),
        "shared/model/activity.ts",
        "shared/model/activity-field.ts",
        "shared/model/table-cells.ts",
        ...core("local/heads.ts", "local/sealed-record.ts", "store/"),
      ],
      mayTypes: [contract, ports, ...core("local/")],
      packages: ["zod"],
    },
    drafts: {
      may: [
        crypto,
        model,
        ...protocol("team-log", "vault-chain"),
        ...core("local/draft-list.ts", "local/named-bytes.ts", "store/"),
      ],
      mayTypes: core("sync/"),
      packages: ["zod"],
    },
    log: {
      may: [crypto, ...protocol("team-log", "vault-chain"), ...core("drafts/", "store/")],
      mayTypes: [contract, ...core("sync/")],
      packages: ["zod"],
    },
    letters: {
      may: [crypto, ...protocol("letters", "team-log"), ...core("local/sealed-record.ts", "store/")],
      mayTypes: [contract, ...core("sync/")],
      packages: ["zod"],
    },
    heads: {
      may: [
        crypto,
        ...protocol("heads", "team-log"),
        ...core("local/heads.ts", "local/kept-statements.ts", "local/sealed-record.ts", "store/", "sync/"),
      ],
      mayTypes: [contract, ports],
      packages: ["zod"],
    },
    records: { may: [model, ...protocol("team-log"), ...core("drafts/")], mayTypes: core("store/", "sync/") },
    secondfactor: { may: catalogue("offered", "read-catalogue"), mayTypes: [contract, model], packages: ["otplib"] },
    vaults: {
      may: [
        ...[crypto, model, ...protocol("team-log", "vault-chain")],
        ...core("attachments/", "drafts/", "local/alarm.ts", "local/named-bytes.ts", "log/"),
        ...core("records/", "secondfactor/", "store/"),
      ],
      mayTypes: [contract, ports, ...core("local/copies.ts", "sync/")],
    },
    transfer: {
      may: [crypto, model, ...protocol("team-log"), ...core("local/alarm.ts", "store/", "vaults/")],
      mayTypes: [contract, ports, ...core("sync/")],
      packages: ["zod"],
    },
    team: {
      may: [
        ...[crypto, model, ...protocol("forks", "join", "letters", "recovery", "routes", "team-log", "transfer-code")],
        ...core(
          "account/profile-changes.ts",
          "heads/",
          "letters/",
          "local/brought-back.ts",
          "local/named-bytes.ts",
          "local/sealed-record.ts",
          "log/",
          "records/",
          "store/",
          "sync/",
          "vaults/",
        ),
      ],
      mayTypes: [contract, ...core("activity/", "coverage/", "local/copies.ts", "tools/")],
      packages: ["zod"],
    },
    coverage: {
      may: [
        ...[crypto, model, ...protocol("letters", "team-log")],
        ...core("drafts/version-opening.ts", "letters/", "store/"),
        ...core("local/brought-back.ts", "local/named-bytes.ts", "local/sealed-record.ts"),
        ...core("tools/", "vaults/overviews/overviews.ts"),
      ],
      mayTypes: [contract, ports, ...protocol("vault-chain"), ...core("local/", "records/", "sync/", "vaults/")],
      packages: ["zod"],
    },
    tools: {
      may: [
        ...[crypto, model, ...catalogue("domains", "read-catalogue"), ...protocol("letters", "team-log")],
        ...core("letters/", "records/", "store/"),
      ],
      mayTypes: [contract, ...core("sync/", "vaults/")],
    },
    handed: {
      may: [...[crypto, model, ...protocol("letters", "team-log")], ...core("letters/", "tools/register.ts")],
      mayTypes: [contract, ports, ...core("activity/", "local/copies.ts", "records/", "sync/", "vaults/")],
    },
    gate: {
      may: [model, ...protocol("team-log"), ...core("local/named-bytes.ts", "secondfactor/", "tools/", "vaults/")],
      mayTypes: [contract, ...core("log/", "store/")],
    },
    account: {
      may: [
        crypto,
        "shared/model/desktop-choices.ts",
        "shared/model/eff-large-words.ts",
        ...protocol("join", "recovery", "team-log", "transfer-code"),
        ...core("local/", "records/", "store/", "sync/"),
      ],
      mayTypes: [contract, ports, ...core("emitter.ts")],
      packages: ["zod"],
    },
  }),
  { from: "main/core/", may: ["shared/", "main/core/"], not: [words], packages: [] },
];
