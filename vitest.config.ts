import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**", "test/editor/suites/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Real processes, servers and browsers on a machine that others may use: a verdict is not spoiled by one late answer.
    retry: process.env.CI ? 2 : 0,
  },
});
