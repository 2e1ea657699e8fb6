/**
 * Who may import whom, one table, checked on resolved paths (`docs/architecture.md`). What is not allowed is forbidden. The
 * first rule whose beginning fits the importing file decides; tests may reach further than the sources beside them.
 */
import { base, contract, crypto, model, protocol, type Rule, within, words } from "./import-rule.ts";
import { ofCore } from "./import-rules-core.ts";
import type { Import, Target } from "./imports.ts";

/** The parts of which every folder has a row of its own; what lies in none is composition, or what all build on. */
const parts = ["shared/protocol", "shared", "main/core", "renderer", "server"];

const ofShared: Rule[] = [
  { from: "shared/encoding/canonical.ts", may: base, packages: ["zod", "@ipld/dag-cbor"] },
  { from: "shared/contract/bridge.ts", may: [], packages: [] },
  ...within("shared/protocol", base, {
    routes: { packages: ["zod"] },
    release: { may: [crypto], packages: ["zod"] },
    activity: { may: [crypto], packages: ["zod"] },
    join: { may: [crypto], packages: ["zod"] },
    "transfer-code": { may: [crypto], packages: ["zod"] },
    "team-log": { may: [crypto, ...protocol("join")], packages: ["zod"] },
    "vault-chain": { may: [crypto, ...protocol("team-log")], packages: ["zod"] },
    recovery: { may: [crypto, ...protocol("join", "transfer-code")], packages: ["zod"] },
    letters: {
      may: [crypto, "shared/model/item-parts.ts", ...protocol("recovery", "team-log")],
      packages: ["zod"],
    },
    heads: { may: [crypto, ...protocol("team-log")], packages: ["zod"] },
    forks: {
      may: [crypto, "shared/model/eff-large-words.ts", ...protocol("heads", "team-log", "vault-chain")],
      packages: ["zod"],
    },
  }),
  ...within("shared", base, {
    encoding: { packages: ["zod"] },
    crypto: { packages: ["libsodium-wrappers-sumo", "zod"] },
    protocol: {},
    model: { may: ["shared/crypto/hash.ts"], packages: ["zod"] },
    catalogue: { packages: ["tldts", "zod"] },
    contract: { may: [model], packages: ["zod"] },
    testing: {
      may: [crypto, ...protocol("heads", "join", "letters", "team-log", "vault-chain")],
      packages: ["fast-check", "vitest"],
    },
  }),
  { from: words, may: [words, "shared/text.ts"], mayTypes: [model, "shared/failures.ts"], packages: [] },
  { from: "shared/", may: [], packages: [] },
];

const page = (...names: string[]): string[] => names.map((name) => `renderer/${name}`);
const react = ["react", "@mantine/", "@tanstack/", "lucide-react"];

const ofPage: Rule[] = [
  { from: "renderer/vite.config.ts", may: [], packages: ["node:", "vite", "@vitejs/plugin-react"] },
  ...within("renderer", [...base, contract, words, model], {
    ui: { packages: [...react, "@fontsource-variable/", "uqr"] },
    client: { packages: react },
    // The check symbols of a sheet are told while it is typed; nothing of a code is read there.
    page: { may: [...page("ui/"), "shared/protocol/transfer-code/sheet-lines.ts"], packages: react },
    "first-run": { may: page("client/", "page/", "ui/"), packages: react },
    unlock: { may: page("client/", "page/", "ui/"), packages: react },
    frame: { may: page("client/", "page/", "ui/"), packages: react },
    typed: { may: page("client/", "page/", "ui/"), packages: react },
    vaults: { may: page("client/", "page/", "typed/", "ui/"), packages: react },
    people: { may: page("client/", "page/", "typed/", "ui/", "vaults/"), packages: react },
    activity: { may: page("client/", "page/", "ui/"), packages: react },
    "second-factor": { may: page("client/", "page/", "ui/"), packages: react },
    items: { may: page("client/", "page/", "second-factor/", "typed/", "ui/", "vaults/"), packages: react },
    codes: { may: page("client/", "items/", "page/", "ui/", "vaults/"), packages: react },
    import: { may: page("client/", "page/", "ui/", "vaults/"), packages: react },
    coverage: { may: page("client/", "codes/", "page/", "second-factor/", "ui/"), packages: react },
    tools: { may: page("client/", "coverage/", "items/register/register-trend.tsx", "page/", "ui/"), packages: react },
    quick: { may: page("client/", "items/", "page/", "ui/", "unlock/"), packages: react },
    today: {
      may: page("client/", "coverage/", "items/", "page/", "second-factor/", "settings/", "ui/", "vaults/"),
      packages: react,
    },
    settings: {
      may: page(
        "client/",
        "first-run/",
        "page/",
        "people/",
        "ui/",
        "vaults/known-person.tsx",
        "vaults/vault-title.ts",
        "vaults/who-gives-key.ts",
      ),
      packages: react,
    },
  }),
  {
    from: "renderer/",
    may: ["renderer/", ...base, contract, words, model],
    packages: [...react, "react-dom", "get-nonce"],
  },
];

const served = (...names: string[]): string[] => names.map((name) => `server/${name}/`);

const ofServer: Rule[] = [
  ...within("server", base, {
    store: { may: protocol("team-log"), packages: ["node:", "better-sqlite3", "kysely"] },
    limits: { may: protocol("routes") },
    log: { may: served("limits"), packages: ["node:", "pino"] },
    authority: { may: protocol("routes", "team-log") },
    sessions: { may: [crypto, ...protocol("routes", "team-log"), ...served("authority", "limits", "log")] },
    live: {
      may: [...protocol("routes"), ...served("limits", "log", "sessions")],
      packages: ["node:", "ws"],
    },
    teams: {
      may: [
        ...[crypto, ...protocol("heads", "letters", "routes", "team-log", "vault-chain")],
        ...served("authority", "limits", "log", "store"),
      ],
    },
    secondfactor: {
      may: [crypto, ...protocol("join", "routes", "team-log", "vault-chain"), ...served("sessions", "store", "teams")],
      packages: ["otplib"],
    },
    copies: {
      may: [
        ...[crypto, ...protocol("heads", "join", "team-log", "vault-chain")],
        ...served("store", "teams"),
        ...["server/data-folder.ts", "server/options.ts", "server/secondfactor/code.ts"],
      ],
      packages: ["node:", "better-sqlite3"],
    },
    routes: {
      may: [
        ...protocol("join", "routes", "team-log"),
        ...served("authority", "limits", "live", "log", "secondfactor", "sessions", "store", "teams"),
      ],
      packages: ["node:", "fastify", "zod"],
    },
    testing: { may: ["server/", "shared/", "e2e/kit/scratch.ts"], packages: ["node:", "vitest", "ws"] },
  }),
  {
    from: "server/entry.ts",
    may: ["server/", "shared/copy/server-command.ts", "shared/copy/server-copies.ts", "shared/crypto/ready.ts"],
    packages: ["node:"],
  },
  {
    from: "server/",
    may: ["server/", crypto, "shared/protocol/", ...base],
    packages: ["node:", "better-sqlite3", "fastify", "zod"],
  },
];

export const rules: Rule[] = [
  ...ofShared,
  ...ofCore,
  {
    from: "main/node/",
    may: ["shared/", "main/node/"],
    not: [words],
    mayTypes: ["main/core/ports.ts"],
    packages: ["node:", "better-sqlite3", "keytar", "ws", "zxing-wasm"],
  },

  {
    from: "main/host/core-process.ts",
    may: ["shared/", "main/core/", "main/node/", "main/host/"],
    packages: ["node:", "ws"],
  },
  // Of this machine's ports, hosts know the watch over the clipboard, which has to outlive the core, and the window's colours.
  {
    from: "main/host/electron/",
    may: [
      "shared/",
      "main/host/",
      "main/node/appearance-file.ts",
      "main/node/clipboard-watch.ts",
      "main/node/clipboard-mac.ts",
      "main/node/node-clock.ts",
      "main/node/outer-address.ts",
      "main/node/replace-file.ts",
      "main/node/word-file.ts",
    ],
    packages: ["node:", "electron", "electron-updater"],
  },
  {
    from: "main/host/updates/",
    may: [...base, crypto, ...protocol("release"), "main/host/updates/", "main/node/replace-file.ts"],
    packages: ["node:", "electron-updater", "zod"],
  },
  {
    from: "main/host/",
    may: [
      ...["shared/", "main/host/", "main/node/appearance-file.ts", "main/node/clipboard-tools.ts"],
      "main/node/node-clock.ts",
    ],
    mayTypes: ["main/node/clipboard-watch.ts"],
    packages: ["node:", "ws"],
  },
  {
    from: "preload/",
    may: ["shared/contract/bridge.ts"],
    packages: ["electron"],
    names: { electron: ["contextBridge", "ipcRenderer"] },
  },
  ...ofPage,
  ...ofServer,
  // Signs what the app verifies, by the same lines.
  {
    from: "build/release",
    may: ["build/", ...base, crypto, ...protocol("release"), "main/host/updates/"],
    packages: ["node:"],
  },
  // Of Electron itself only the types: it stands in its place.
  { from: "build/fake-electron/", may: ["build/fake-electron/"], packages: ["node:", "electron"] },
  // Looks for the marks that the app sets.
  {
    from: "build/desktop-clipboard.ts",
    may: ["main/host/electron/concealed-formats.ts"],
    packages: ["node:"],
  },
  { from: "build/catalogue", may: ["build/", "shared/catalogue/catalogue-schema.ts"], packages: ["node:"] },
  {
    from: "build/",
    may: ["build/", "shared/copy/start-command.ts"],
    packages: ["node:", "vite", "vitest", "@electron/asar", "@electron/fuses", "playwright-core"],
  },
  // Reads the formats from their pages alone: nothing of this program, and none of its libraries.
  { from: "e2e/independent/", may: ["e2e/independent/"], packages: ["@noble/", "node:assert/strict"] },
  // The bench measures another checkout through that checkout's own modules, whose folder is an argument.
  { from: "e2e/bench/load-checkout.ts", may: [], packages: ["node:"], mayCompute: true },
  // Compares the codes themselves with those of other programs.
  {
    from: "e2e/codes.spec.ts",
    may: ["e2e/", "main/core/secondfactor/code.ts", "shared/"],
    packages: ["node:", "vitest", "fast-check", "@otplib/uri"],
  },
  // Opens a profile's parts as the app does, to post what no screen offers.
  {
    from: "e2e/kit/closed-client.ts",
    may: ["e2e/", "main/core/", "shared/"],
    packages: ["node:"],
  },
  {
    from: "e2e/kit/damaged-version.ts",
    may: ["e2e/", "main/core/store/vault-rows.ts", "main/core/vaults/test-damaged.ts", "server/testing/", "shared/"],
    packages: ["node:"],
  },
  {
    from: "e2e/kit/key-loss.ts",
    may: ["e2e/", "main/core/log/act.ts", "main/core/store/vault-rows.ts", "shared/"],
    packages: ["node:"],
  },
  {
    from: "e2e/",
    may: [
      ...[
        "build/given-options.ts",
        "build/screens-index.ts",
        "e2e/",
        "shared/",
        "main/core/app.ts",
        "main/core/durable-steps.ts",
        "main/core/ports.ts",
        "main/node/",
        "server/app.ts",
        "server/testing/",
      ],
      ...["main/host/core-link.ts", "main/host/core-messages.ts", "renderer/page/routes.ts"],
      "renderer/ui/dialog-names.ts",
      "main/core/transfer/kdbx/test-file.ts",
      "main/core/activity/test-computer.ts",
      "main/core/letters/test-correspondent.ts",
      "main/core/sync/test-hostile-team.ts",
      "main/core/team/test-cosigner.ts",
    ],
    packages: [
      ...["node:", "vitest", "fast-check", "playwright-core", "axe-core", "ws", "better-sqlite3", "fastify"],
      ...["kdbxweb", "hash-wasm", "keytar", "jpeg-js", "uqr"],
    ],
  },
];

/** Tests check their neighbours with Node's tools, on the real engines. */
export const testRule: Rule = {
  from: "",
  may: ["shared/", "main/", "preload/", "server/", "build/", "e2e/", "renderer/"],
  packages: [
    ...["node:", "vitest", "fast-check", "better-sqlite3", "ws", "kdbxweb", "libsodium-wrappers-sumo", "zod", "jsqr"],
    ...["@ipld/dag-cbor", "otplib", "hash-wasm", "react", "react-dom", "@mantine/", "@tanstack/", "fastify", "kysely"],
    ...["@electron/fuses", "electron-builder", "electron-updater", "builder-util-runtime"],
  ],
};

/** The folder that needs a row of its own: the one directly below a part of the program in which a file lies. */
export function areaOf(file: string): string | null {
  const part = parts.find((one) => file.startsWith(`${one}/`));
  const [folder, ...rest] = part === undefined ? [] : file.slice(part.length + 1).split("/");
  return folder === undefined || rest.length === 0 ? null : `${part}/${folder}/`;
}

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
