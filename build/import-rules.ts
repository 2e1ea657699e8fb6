/**
 * Who may import whom, one table, judged on resolved paths (`docs/architecture.md`). What is not allowed is forbidden. The
 * first rule whose folder holds the importing file decides; tests may reach further than the sources beside them.
 */
export type Rule = {
  /** Files below this path, unless an earlier rule took them. */
  from: string;
  /** Project paths that may be imported, by their beginning. */
  may: string[];
  /** Packages that may be imported; `node:` stands for all of Node's own. */
  packages: string[];
};

const nodeAndTests = ["node:", "vitest", "fast-check"];

export const rules: Rule[] = [
  {
    from: "shared/crypto/",
    may: ["shared/crypto/", "shared/protocol/", "shared/result.ts", "shared/text.ts", "shared/secret.ts"],
    packages: ["libsodium-wrappers-sumo", "zod"],
  },
  { from: "shared/protocol/encoding.ts", may: ["shared/"], packages: ["zod", "@ipld/dag-cbor"] },
  { from: "shared/contract/bridge.ts", may: [], packages: [] },
  { from: "shared/", may: ["shared/"], packages: ["zod"] },
  { from: "main/core/transfer/kdbx/", may: ["shared/", "main/core/"], packages: ["hash-wasm", "kdbxweb"] },
  {
    from: "main/core/account/passphrase.ts",
    may: ["shared/", "main/core/"],
    packages: ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "@zxcvbn-ts/language-de", "@zxcvbn-ts/language-en"],
  },
  { from: "main/core/secondfactor/", may: ["shared/", "main/core/"], packages: ["otplib"] },
  { from: "main/core/", may: ["shared/", "main/core/"], packages: ["zod"] },
  {
    from: "main/node/",
    may: ["shared/", "main/core/ports.ts", "main/node/"],
    packages: ["node:", "better-sqlite3", "keytar", "ws"],
  },
  {
    from: "main/host/core-process.ts",
    may: ["shared/", "main/core/", "main/node/", "main/host/"],
    packages: ["node:", "ws"],
  },
  { from: "main/host/electron/", may: ["shared/", "main/host/"], packages: ["node:", "electron"] },
  { from: "main/host/", may: ["shared/", "main/host/"], packages: ["node:", "ws"] },
  { from: "preload/", may: ["shared/contract/bridge.ts"], packages: ["electron"] },
  {
    from: "renderer/vite.config.ts",
    may: [],
    packages: ["node:", "vite", "@vitejs/plugin-react"],
  },
  {
    from: "renderer/",
    may: ["renderer/", "shared/contract/", "shared/model/", "shared/result.ts", "shared/text.ts"],
    packages: [
      "react",
      "react-dom",
      "@mantine/",
      "@tanstack/",
      "lucide-react",
      "get-nonce",
      "zod",
      "@fontsource-variable/",
    ],
  },
  {
    from: "server/testing/",
    may: ["server/", "shared/"],
    packages: ["node:", "vitest", "ws"],
  },
  {
    from: "server/",
    may: ["server/", "shared/crypto/", "shared/protocol/", "shared/result.ts", "shared/text.ts", "shared/secret.ts"],
    packages: ["node:", "better-sqlite3", "kysely", "fastify", "@fastify/", "pino", "ws", "zod"],
  },
  {
    from: "build/",
    may: ["build/"],
    packages: ["node:", "vite", "vitest", "electron-vite", "@electron/fuses", "electron-builder"],
  },
  {
    // Benchmarks write their own KeePass file with the tests' writer.
    from: "e2e/bench/",
    may: ["e2e/", "shared/", "main/core/transfer/kdbx/test-file.ts", "server/"],
    packages: ["node:", "better-sqlite3", "fastify"],
  },
  {
    from: "e2e/",
    may: [
      "e2e/",
      "shared/",
      "main/core/app.ts",
      "main/core/ports.ts",
      "main/node/",
      "main/host/core-link.ts",
      "main/host/core-messages.ts",
      "server/app.ts",
      "server/testing/",
      "renderer/routes.ts",
    ],
    packages: [
      "node:",
      "vitest",
      "fast-check",
      "playwright-core",
      "@axe-core/playwright",
      "ws",
      "better-sqlite3",
      "fastify",
      "kdbxweb",
      "hash-wasm",
    ],
  },
];

/** Tests judge their neighbours with Node's tools, on the real engines. */
export const testRule: Rule = {
  from: "",
  may: ["shared/", "main/", "server/", "build/", "e2e/", "renderer/"],
  packages: [
    "@axe-core/playwright",
    ...nodeAndTests,
    "better-sqlite3",
    "ws",
    "kdbxweb",
    "libsodium-wrappers-sumo",
    "zod",
    "@ipld/dag-cbor",
    "otplib",
    "hash-wasm",
    "react",
    "@mantine/",
    "fastify",
    "kysely",
  ],
};

/** The rule for a file, by its path from the project's folder. */
export function ruleFor(file: string): Rule | null {
  if (/\.(test|spec)\.tsx?$/.test(file) || /(^|\/)test-[^/]*\.tsx?$/.test(file)) return testRule;
  return rules.find(({ from }) => file.startsWith(from)) ?? null;
}

/** Whether the rule lets this target in: a path from the project's folder, or a package's name. */
export function isAllowed(rule: Rule, target: { path: string } | { package: string }): boolean {
  if ("path" in target) return rule.may.some((start) => target.path.startsWith(start));
  return rule.packages.some((name) =>
    name.endsWith(":") || name.endsWith("/") ? target.package.startsWith(name) : target.package === name,
  );
}
