#!/usr/bin/env node
// Runs on any node: looks at its version first, and goes on under a newer one that lies beside it where that is needed.
import module from "node:module";

// Not `import`: what the other branch needs would be loaded for this one too.
const require = module.createRequire(import.meta.url);
const { fileURLToPath } = require("node:url");
const newer = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
if (Number(process.versions.node.split(".")[0]) >= 22) {
  if (module.enableCompileCache) module.enableCompileCache();
  await import("./lib/main.mjs");
} else if (require("node:fs").existsSync(newer)) {
  const child = require("node:child_process").spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel closes with this process, however it ends: the other one does not go on alone.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // A terminal's Ctrl-C reaches both; as a second SIGINT it would count as "at once".
  const stops = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of stops) process.on(signal, () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (stops.includes(signal) ? 130 : 1)));
} else {
  console.error(
    `tessera needs node 22 or newer; this is ${process.version}. Install it from your package manager or nodejs.org.`,
  );
  process.exit(2);
}
