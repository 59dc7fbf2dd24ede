import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { everyRung } from "./sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "./sandbox-workspace.ts";

const cached = { caches: ["GOCACHE"] };

test.for(everyRung)(
  "a compiler's cache begins with what the tree as it is left there; what a change wrote is dropped ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "" });
    const sandbox = await sandboxOver(root, rung);
    const look = `cd "$GOCACHE" && cat one two three 2>/dev/null; stat -c %Y one`;
    const write = (name: string) => `mkdir -p "$GOCACHE" && printf ${name} > "$GOCACHE/${name}"`;

    await sh(sandbox, `${write("one")}; touch -d @1000000000 "$GOCACHE/one"`, {}, cached);
    await sh(sandbox, `${write("two")}; printf forged > "$GOCACHE/one"`, { "a.txt": "changed" }, cached);
    const { stdout } = await sh(sandbox, look, { "a.txt": "changed" }, cached);
    await sh(sandbox, write("three"), {}, cached);

    expect(stdout).toBe("one1000000000\n");
    expect((await sh(sandbox, look, {}, cached)).stdout).toBe("one1000000000\n");
  },
);

test.for(everyRung.filter(({ rung }) => rung.endsWith("overlay")))(
  "the user's own cache is read and never written ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "../home/.cache/go-build/mine": "mine", "../home/.cache/other": "canary" });
    const home = join(dirname(root), "home");
    const sandbox = await sandboxOver(root, rung, { HOME: home });

    const { stdout } = await sh(
      sandbox,
      `cat "$GOCACHE/mine"; echo bad > "$GOCACHE/mine"; ls "$HOME/.cache"`,
      {},
      cached,
    );

    expect(stdout).toBe("mine");
    expect(await readFile(join(home, ".cache/go-build/mine"), "utf8")).toBe("mine");
  },
);
