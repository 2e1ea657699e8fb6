/** The Electron shell: main and core process as modules, the preload as one CommonJS file. The page is built by its own config. */
import { resolve } from "node:path";
import { defineConfig } from "electron-vite";

const at = (path: string): string => resolve(import.meta.dirname, path);
const output = { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" };

export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      rollupOptions: {
        input: {
          entry: at("main/host/electron/entry.ts"),
          "core-process": at("main/host/core-process.ts"),
          "picture-worker": at("main/node/picture-worker.ts"),
          server: at("server/entry.ts"),
        },
        output: { ...output, format: "es" },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at("preload/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
});
