import { defineConfig } from "vitest/config";

/** Tests that drive a window. One at a time: each is a server, an extension host and a browser. */
export default defineConfig({
  test: {
    include: ["test/editor/ui/**/*.ui.ts"],
    // A hang is a failure, slowness of a busy machine is not.
    testTimeout: 300_000,
    // What an editor does takes its time, on a busy machine seconds.
    expect: { poll: { timeout: 15_000, interval: 100 } },
    hookTimeout: 60_000,
    maxWorkers: 1,
    retry: process.env.CI ? 2 : 0,
    teardownTimeout: 20_000,
  },
});
