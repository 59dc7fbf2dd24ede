import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * `npm run test:bwrap PROGRAM [FILE…]`: the tests as on a machine with another bubblewrap, or with "none" as on one without any.
 * The system's own is covered in a mount namespace, and nowhere else.
 */
const [program = "none", ...files] = process.argv.slice(2);
const cover = program === "none" ? "/dev/null" : realpathSync(program);
const script = `
cover=$1; shift
for name in $(type -ap bwrap) /usr/bin/bwrap /usr/local/bin/bwrap; do
  [ ! -e "$name" ] || mount --bind "$cover" "$name" || exit
done
exec "$@"
`;
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const command = [process.execPath, vitest, "run", ...files];
const { status } = spawnSync(
  "unshare",
  [process.getuid?.() === 0 ? "-m" : "-Urm", "/bin/bash", "-c", script, "sh", cover, ...command],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
