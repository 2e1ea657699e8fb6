/** All tests: units beside their sources, specs of the whole program in e2e. Two workers, because two cores are the rule. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "shared/**/*.test.ts",
      "main/**/*.test.ts",
      "server/**/*.test.ts",
      "build/**/*.test.ts",
      "renderer/**/*.test.ts",
      "e2e/**/*.spec.ts",
    ],
    exclude: ["node_modules", "dist"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: "forks",
    reporters: ["default", "./build/closing-line.ts"],
  },
});
