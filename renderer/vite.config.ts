/** Builds the page: no inline script, no inlined asset, relative addresses, so that the strict policy of both hosts holds. */
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    rollupOptions: { input: ["index.html", "quick.html"].map((file) => resolve(import.meta.dirname, file)) },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});
