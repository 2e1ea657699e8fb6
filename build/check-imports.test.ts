import { describe, expect, it } from "vitest";
import { findCycles, findFaults, sources } from "./check-imports.ts";
import { areaOf, rules } from "./import-rules.ts";
import { importsOf, resolveImport } from "./imports.ts";

const faults = (file: string, source: string) => findFaults([file], () => source);
const specifiers = (source: string, file = "shared/x.ts") => importsOf(file, source).map(({ specifier }) => specifier);

describe("finding imports", () => {
  it.each([
    ['import a from "./x.ts";'],
    ['import a, { b as c } from "./x.ts";'],
    ['import * as a from "./x.ts";'],
    ['import {\n  a,\n  b,\n} from "./x.ts";'],
    ['import type { A } from "./x.ts";'],
    ['import { type A } from "./x.ts";'],
    ['import "./x.ts";'],
    ['export { a } from "./x.ts";'],
    ['export type { A } from "./x.ts";'],
    ['export * from "./x.ts";'],
    ['export * as a from "./x.ts";'],
    ['const a = await import("./x.ts");'],
    ["const a = await import(`./x.ts`);"],
    ['const a = () => import(/* why */ "./x.ts");'],
    ['const a = require("./x.ts");'],
    ['const a = require.resolve("./x.ts");'],
    ['const a = import.meta.resolve("./x.ts");'],
    ['import a = require("./x.ts");'],
    ['type A = import("./x.ts").A;'],
    ['type A = typeof import("./x.ts");'],
    ['function f(a: import("./x.ts").A): void {}'],
    ['const glob = "shared/**/*.ts"; import a from "./x.ts"; const other = "**/x";'],
    ['const pattern = /"/; import a from "./x.ts";'],
  ])("sees %s", (source) => expect(specifiers(source)).toEqual(["./x.ts"]));

  it.each([
    ['// import a from "./x.ts";'],
    ['/* import a from "./x.ts"; */'],
    ["const text = 'import a from \"./x.ts\"';"],
    ['const text = `\nimport a from "./x.ts";\n`;'],
    ["export const a = 1;"],
    ["const resolve = path.resolve;"],
  ])("sees no import in %s", (source) => expect(specifiers(source)).toEqual([]));

  it("sees imports beside JSX and in style sheets", () => {
    expect(specifiers('import a from "./x.ts";\nexport const B = () => <a title="import">{"x"}</a>;', "r.tsx")).toEqual(
      ["./x.ts"],
    );
    const sheet =
      '@import "./a.css";\n@import url("./b.css");\n/* @import "./c.css"; */\n.x { background: url(./d.svg) }';
    expect(specifiers(sheet, "renderer/x.css")).toEqual(["./a.css", "./b.css", "./d.svg"]);
  });

  it("tells types from what runs, and which names are taken", () => {
    const taken = importsOf(
      "shared/x.ts",
      'import type { A } from "./a.ts";\nimport { b as c, type D } from "./b.ts";',
    );
    expect(taken).toEqual([
      { specifier: "./a.ts", isType: true, names: ["A"] },
      { specifier: "./b.ts", isType: false, names: ["b", "D"] },
    ]);
  });

  it("knows Node's own modules by both names, and packages by their first words", () => {
    expect(resolveImport("/p", "a/b.ts", "fs")).toEqual({ package: "node:fs" });
    expect(resolveImport("/p", "a/b.ts", "node:fs/promises")).toEqual({ package: "node:fs/promises" });
    expect(resolveImport("/p", "a/b.ts", "@mantine/core/styles.css")).toEqual({ package: "@mantine/core" });
    expect(resolveImport("/p", "a/b.ts", "../c/d.svg?url")).toEqual({ path: "c/d.svg" });
    expect(resolveImport("/p", "a/b.ts", "/a/../c.ts")).toEqual({ path: "c.ts" });
  });
});

describe("the import table", () => {
  it.each([
    ["shared/model/items.ts", "fs"],
    ["shared/model/items.ts", "libsodium-wrappers-sumo"],
    ["shared/protocol/team-log/entry.ts", "@ipld/dag-cbor"],
    ["shared/protocol/team-log/entry.ts", "../../../main/core/ports.ts"],
    ["main/core/app.ts", "node:crypto"],
    ["main/core/app.ts", "../node/http.ts"],
    ["main/core/sync/pull.ts", "../../../shared/crypto/item-envelopes.ts"],
    ["main/core/sync/pull.ts", "../vaults/items.ts"],
    ["main/core/store/rows.ts", "../../../shared/crypto/hash.ts"],
    ["main/node/http.ts", "../core/ports.ts"],
    ["main/node/http.ts", "../core/app.ts"],
    ["main/host/core-link.ts", "electron"],
    ["main/host/core-link.ts", "../core/app.ts"],
    ["main/host/electron/entry.ts", "../../core/app.ts"],
    ["preload/preload.ts", "../shared/contract/commands.ts"],
    ["preload/preload.ts", "node:fs"],
    ["renderer/items/list.ts", "../../shared/contract/../crypto/hash.ts"],
    ["renderer/items/list.ts", "../../main/core/app.ts"],
    ["renderer/items/list.ts", "electron"],
    ["server/app.ts", "../shared/model/items.ts"],
    ["server/app.ts", "../main/core/app.ts"],
    ["server/app.ts", "libsodium-wrappers-sumo"],
    ["build/start.ts", "../server/app.ts"],
    ["e2e/some.spec.ts", "../main/core/vaults/items.ts"],
    ["e2e/some.spec.ts", "electron"],
    ["main/core/team/invites.ts", "../../../shared/copy/words.ts"],
    ["server/app.ts", "../shared/copy/server-command.ts"],
    ["shared/model/items.ts", "../copy/words.ts"],
    ["shared/copy/words.ts", "../../renderer/ui/tint.ts"],
    ["nowhere/x.ts", "./y.ts"],
  ])("keeps %s from %s", (file, specifier) => {
    expect(faults(file, `import { x } from "${specifier}";`)).toHaveLength(1);
  });

  it.each([
    ["shared/crypto/sodium.ts", 'import sodium from "libsodium-wrappers-sumo";'],
    ["shared/encoding/canonical.ts", 'import { encode } from "@ipld/dag-cbor";'],
    ["main/core/store/rows.ts", 'import type { KdfHeader } from "../../../shared/crypto/unlock.ts";'],
    ["main/node/http.ts", 'import type { HttpPort } from "../core/ports.ts";'],
    ["main/node/http.ts", 'import { request } from "node:http";'],
    ["main/host/core-process.ts", 'import { createApp } from "../core/app.ts";'],
    ["main/host/electron/entry.ts", 'import { app } from "electron";'],
    ["preload/preload.ts", 'import { contextBridge, ipcRenderer } from "electron";'],
    ["renderer/items/list.ts", 'import "../../shared/contract/shapes.ts";'],
    ["server/app.ts", 'import { hash } from "../shared/crypto/hash.ts";'],
    ["main/core/app.test.ts", 'import { x } from "../node/http.ts";'],
  ])("lets %s have %s", (file, source) => expect(faults(file, source)).toEqual([]));

  it("gives the preload two names of Electron and no more", () => {
    expect(faults("preload/preload.ts", 'import { contextBridge, webFrame } from "electron";')).toHaveLength(1);
    expect(faults("preload/preload.ts", 'import * as electron from "electron";')).toHaveLength(1);
    expect(faults("preload/preload.ts", 'const electron = require("electron");')).toHaveLength(1);
  });

  it.each([
    ["import(name)"],
    [`import(\`./\${name}\`)`],
    ['import("./" + name)'],
    ["import(name.path)"],
    ["require(name)"],
    ["require.resolve(name)"],
    ["import.meta.resolve(name)"],
  ])("refuses %s, whose target is computed", (expression) => {
    expect(faults("main/core/x.ts", `const a = await ${expression};`)).toEqual([
      "main/core/x.ts: a computed import cannot be checked",
    ]);
  });

  it("lets one file of the bench import from the folder of another checkout, and none beside it", () => {
    const source = "export const load = (path: string) => import(path);";
    expect(faults("e2e/bench/load-checkout.ts", source)).toEqual([]);
    for (const file of ["e2e/bench/load.ts", "e2e/load-checkout.ts", "main/core/load-checkout.ts"])
      expect(faults(file, source)).toEqual([`${file}: a computed import cannot be checked`]);
    expect(rules.filter(({ mayCompute }) => mayCompute === true).map(({ from }) => from)).toEqual([
      "e2e/bench/load-checkout.ts",
    ]);
  });

  it("refuses triple-slash references", () => {
    expect(faults("shared/x.ts", '/// <reference types="node" />\nexport const a = 1;')).toHaveLength(1);
  });

  it("has a row for every folder directly below a part of the program, and no row for one that is not there", () => {
    const areas = new Set(sources().map(areaOf));
    areas.delete(null);
    const rows = rules.map(({ from }) => from).filter((from) => areaOf(`${from}x.ts`) === from);
    expect([...areas].sort()).toEqual(rows.sort());
    expect(areas.size).toBeGreaterThan(30);
  });

  it.each([["main/core/requests/send.ts"], ["shared/protocol/handover/code.ts"], ["server/relay/relay.ts"]])(
    "refuses %s, whose folder has no row of its own",
    (file) => expect(faults(file, "export const a = 1;")).toHaveLength(1),
  );

  it("has no rule that an earlier one hides", () => {
    const hidden = rules.filter(({ from }, at) => rules.slice(0, at).some((earlier) => from.startsWith(earlier.from)));
    expect(hidden).toEqual([]);
  });
});

describe("shapes", () => {
  it("finds cycles, also through types", () => {
    const graph = { a: ["b"], b: ["c"], c: ["a"], d: ["a"] };
    expect(findCycles(new Map(Object.entries(graph)))).toEqual(["cycle: a -> b -> c -> a"]);
    expect(findCycles(new Map(Object.entries({ a: ["b", "c"], b: ["c"] })))).toEqual([]);
    const sources: Record<string, string> = {
      "shared/model/a.ts": 'import type { B } from "./b.ts";',
      "shared/model/b.ts": 'export type B = import("./a.ts").A;',
    };
    expect(findFaults(Object.keys(sources), (file) => sources[file] as string)).toEqual([
      "cycle: shared/model/a.ts -> shared/model/b.ts -> shared/model/a.ts",
    ]);
  });

  it("refuses files that grew too long", () => {
    expect(faults("shared/x.ts", "\n".repeat(401))).toHaveLength(1);
    expect(faults("shared/x.test.ts", "\n".repeat(401))).toEqual([]);
    expect(faults("shared/x.test.ts", "\n".repeat(601))).toHaveLength(1);
  });

  it("refuses names that are not kebab-case or say nothing", () => {
    expect(faults("shared/itemStore.ts", "")).toHaveLength(1);
    expect(faults("shared/crypto-utils.ts", "")).toHaveLength(1);
    expect(faults("shared/data-folder.ts", "")).toEqual([]);
  });
});
