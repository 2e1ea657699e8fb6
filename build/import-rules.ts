/**
 * Who may import whom, one table, checked on resolved paths (`docs/architecture.md`). What is not allowed is forbidden. The
 * first rule whose beginning fits the importing file decides; tests may reach further than the sources beside them.
 */
import type { Import, Target } from "./imports.ts";

export type Rule = {
  /** Files below this path, unless an earlier rule took them. */
  from: string;
  /** Project paths that may be imported, by their beginning. */
  may: string[];
  /** Project paths of which only types may be imported. */
  mayTypes?: string[];
  /** Project paths that `may` would let in and that are not for these files. */
  not?: string[];
  /** Packages that may be imported; `node:` and `@scope/` stand for all below them. */
  packages: string[];
  /** Where only some names of a package may be taken. */
  names?: Record<string, string[]>;
  /** May import what is known only when it runs. */
  mayCompute?: true;
};

const sharedAndCore = ["shared/", "main/core/"];
/** Words for people: read by the page, the hosts, command lines and scripts; whatever else speaks says codes. */
const words = ["shared/copy/"];
const strength = ["core", "language-common", "language-de", "language-en"].map((name) => `@zxcvbn-ts/${name}`);

export const rules: Rule[] = [
  { from: "shared/crypto/", may: ["shared/"], packages: ["libsodium-wrappers-sumo", "zod"] },
  { from: "shared/encoding/canonical.ts", may: ["shared/"], packages: ["zod", "@ipld/dag-cbor"] },
  { from: "shared/contract/bridge.ts", may: [], packages: [] },
  { from: "shared/copy/", may: ["shared/copy/", "shared/model/", "shared/failures.ts"], packages: [] },
  { from: "shared/testing/", may: ["shared/"], packages: ["zod", "vitest"] },
  { from: "shared/", may: ["shared/"], not: words, packages: ["zod"] },

  { from: "main/core/ports.ts", may: ["shared/"], not: words, packages: [] },
  {
    // The store opens nothing: of the ciphers it may know the shapes, not the acts.
    from: "main/core/store/",
    may: [
      "shared/encoding/",
      "shared/protocol/",
      "shared/failures.ts",
      "shared/text.ts",
      "main/core/store/",
      "main/core/ports.ts",
    ],
    mayTypes: ["shared/crypto/"],
    packages: ["zod"],
  },
  {
    // Sync verifies and never opens an item: neither the item ciphers nor the bodies of items.
    from: "main/core/sync/",
    may: [
      ...["shared/contract/", "shared/encoding/", "shared/protocol/", "shared/failures.ts", "shared/text.ts"],
      ...["device-keys", "hash", "key-bundle", "random", "session-keys", "sign", "vault-key"].map(
        (name) => `shared/crypto/${name}.ts`,
      ),
      ...["main/core/sync/", "main/core/local/", "main/core/store/", "main/core/ports.ts"],
      "main/core/emitter.ts",
      "main/core/subscriptions.ts",
    ],
    packages: ["zod"],
  },
  {
    from: "main/core/secondfactor/",
    may: ["shared/", "main/core/secondfactor/"],
    not: words,
    packages: ["otplib"],
  },
  {
    from: "main/core/transfer/kdbx/",
    may: sharedAndCore,
    not: words,
    packages: ["hash-wasm", "saxes", "@noble/ciphers"],
  },
  { from: "main/core/account/passphrase.ts", may: sharedAndCore, not: words, packages: strength },
  { from: "main/core/", may: sharedAndCore, not: words, packages: ["zod"] },

  {
    from: "main/node/",
    may: ["shared/", "main/node/"],
    not: words,
    mayTypes: ["main/core/ports.ts"],
    packages: ["node:", "better-sqlite3", "keytar", "ws"],
  },

  {
    from: "main/host/core-process.ts",
    may: ["shared/", "main/core/", "main/node/", "main/host/"],
    packages: ["node:", "ws"],
  },
  { from: "main/host/electron/", may: ["shared/", "main/host/"], packages: ["node:", "electron"] },
  { from: "main/host/", may: ["shared/", "main/host/"], packages: ["node:", "ws"] },
  {
    from: "preload/",
    may: ["shared/contract/bridge.ts"],
    packages: ["electron"],
    names: { electron: ["contextBridge", "ipcRenderer"] },
  },

  { from: "renderer/vite.config.ts", may: [], packages: ["node:", "vite", "@vitejs/plugin-react"] },
  {
    from: "renderer/",
    may: [
      "renderer/",
      "shared/contract/",
      "shared/copy/",
      "shared/encoding/",
      "shared/model/",
      "shared/failures.ts",
      "shared/text.ts",
    ],
    packages: [
      ...["react", "react-dom", "@mantine/", "@tanstack/", "lucide-react", "get-nonce", "zod"],
      "@fontsource-variable/",
    ],
  },

  { from: "server/testing/", may: ["server/", "shared/", "e2e/kit/scratch.ts"], packages: ["node:", "vitest", "ws"] },
  { from: "server/entry.ts", may: ["server/", "shared/copy/server-command.ts"], packages: ["node:"] },
  {
    from: "server/",
    may: [
      "server/",
      "shared/crypto/",
      "shared/encoding/",
      "shared/protocol/",
      "shared/failures.ts",
      "shared/text.ts",
      "shared/secret.ts",
    ],
    packages: ["node:", "better-sqlite3", "kysely", "fastify", "pino", "ws", "zod"],
  },

  {
    from: "build/",
    may: ["build/", "shared/copy/start-command.ts"],
    packages: ["node:", "vite", "vitest", "@electron/fuses", "playwright-core"],
  },
  // The bench measures another checkout through that checkout's own modules, whose folder is an argument.
  { from: "e2e/bench/load-checkout.ts", may: [], packages: ["node:"], mayCompute: true },
  {
    from: "e2e/",
    may: [
      ...[
        "e2e/",
        "shared/",
        "main/core/app.ts",
        "main/core/ports.ts",
        "main/node/",
        "server/app.ts",
        "server/testing/",
      ],
      ...["main/host/core-link.ts", "main/host/core-messages.ts", "renderer/page/routes.ts"],
      "main/core/transfer/kdbx/test-file.ts",
    ],
    packages: [
      ...[
        "node:",
        "vitest",
        "fast-check",
        "playwright-core",
        "@axe-core/playwright",
        "ws",
        "better-sqlite3",
        "fastify",
      ],
      ...["kdbxweb", "hash-wasm", "keytar"],
    ],
  },
];

/** Tests check their neighbours with Node's tools, on the real engines. */
export const testRule: Rule = {
  from: "",
  may: ["shared/", "main/", "preload/", "server/", "build/", "e2e/", "renderer/"],
  packages: [
    ...["node:", "vitest", "fast-check", "better-sqlite3", "ws", "kdbxweb", "libsodium-wrappers-sumo", "zod"],
    ...["@ipld/dag-cbor", "otplib", "hash-wasm", "react", "react-dom", "@mantine/", "fastify", "kysely"],
    "@electron/fuses",
  ],
};

/** The rule for a file, by its path from the project's folder. */
export function ruleFor(file: string): Rule | null {
  if (isTest(file)) return testRule;
  return rules.find(({ from }) => file.startsWith(from)) ?? null;
}

/** Tests beside their sources, and what only they import; the specs of `e2e` keep to the table. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /(^|\/)test-[^/]*\.tsx?$/.test(file);
}

/** Whether the rule lets this import in. */
export function isAllowed(rule: Rule, { isType, names }: Import, target: Target): boolean {
  if ("path" in target) {
    if (rule.not?.some((start) => target.path.startsWith(start)) === true) return false;
    const reach = isType ? [...rule.may, ...(rule.mayTypes ?? [])] : rule.may;
    return reach.some((start) => target.path.startsWith(start));
  }
  const only = rule.names?.[target.package];
  if (only !== undefined && (names === null || names.some((name) => !only.includes(name)))) return false;
  return rule.packages.some((name) =>
    name.endsWith(":") || name.endsWith("/") ? target.package.startsWith(name) : target.package === name,
  );
}
