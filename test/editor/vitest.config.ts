import { defineConfig } from "vitest/config";

/** Tests that drive a window. One at a time: each is a server, an extension host and a browser. */
export default defineConfig({
  test: {
    include: ["test/editor/ui/**/*.ui.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    teardownTimeout: 20_000,
  },
});
