import { execFileSync, spawnSync } from "node:child_process";
import { statfsSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApplyCase } from "./apply-case.ts";
import { brokenPromises } from "./promises.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

/**
 * For a mount namespace of its own: applies a change on a disk that has room for half of it, and once more when there is room.
 * Prints what was said, what promises were broken, and what was said the second time.
 */
async function main(): Promise<void> {
  using disk = new TemporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.path]);
  using _mounted = { [Symbol.dispose]: () => void spawnSync("umount", ["-l", disk.path]) };
  process.env.TMPDIR = disk.path;
  const text = (mark: string) => `${mark} line\n`.repeat(20_000);
  const files = ["a", "b", "c"].map((path) => ({ path, base: `${path}\n`, proposed: text(path) }));
  using one = new ApplyCase(files);
  const { bavail, bsize } = statfsSync(disk.path);
  const ballast = join(disk.path, "ballast");
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - 200_000));
  const first = one.run();
  const broken = await brokenPromises({ ...one.watched, after: one.before });
  unlinkSync(ballast);
  const again = one.run();
  const brokenAgain = await brokenPromises(one.watched);
  console.log(JSON.stringify({ said: first.said, broken: [...broken, ...brokenAgain], again: again.said }));
}

await main();
