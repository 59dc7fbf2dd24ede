import { spawn } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { ShopCase } from "../support/shop-case.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const carryOutFiles = fileURLToPath(new URL("../support/carry-out-files.ts", import.meta.url));

test("two programs on one folder repair and apply side by side, and neither disturbs the other", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  cpSync(fileURLToPath(new URL("../../examples/ledger", import.meta.url)), folder.path, { recursive: true });
  const before = snapshot(folder.path);
  const files = ["src/categories.js", "src/interest.js"];
  const env = { TESSERA_HOME: state.path };
  const ended = await Promise.all(
    files.map((file) => tessera(["fix", file, "--apply", "--repo", folder.path], { env })),
  );
  for (const [index, { code, stdout, stderr }] of ended.entries()) {
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain(files[index]);
  }
  const now = snapshot(folder.path);
  expect([...now.keys()].filter((path) => now.get(path) !== before.get(path)).sort()).toEqual(files);
  const watched = { folder: folder.path, state: state.path, before, after: new Map([...before, ...now]) };
  expect(await brokenPromises(watched)).toEqual([]);
});

test("one run that several programs apply at once is applied once, and its journal tells so", async () => {
  using project = new ShopCase();
  await project.tessera(["fix"]);
  const ended = await Promise.all(Array.from({ length: 4 }, () => project.tessera(["apply", "last"])));
  expect(
    ended.map(({ stdout, stderr }) => stdout + stderr).filter((said) => said.includes("Applied to your files")),
  ).toHaveLength(1);
  for (const { stderr } of ended) expect(stderr === "" || stderr.includes("Another Tessera")).toBe(true);
  expect(project.folder.contents()["src/price.js"]).toBe(shop["src/price.js"]?.replace(mend.find, mend.replace));
  expect(await project.runs()).toMatchObject([{ status: "proved", applied: ["src/price.js"] }]);
  expect((await project.tessera(["undo", "last"])).code).toBe(0);
  expect(project.folder.contents()).toEqual(shop);
});

test("of several applies to the same files, one is written whole and the others say that the files have changed", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  const paths = Array.from({ length: 20 }, (_, index) => `f${index}.txt`);
  folder.write(Object.fromEntries(paths.map((path) => [path, "old\n"])));
  const authors = ["one", "two", "three", "four"];
  const told = await Promise.all(
    authors.map((author) => {
      const proposal = join(state.path, author);
      writeFileSync(proposal, JSON.stringify(paths.map((path) => ({ path, base: "old\n", proposed: `${author}\n` }))));
      return new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [carryOutFiles, folder.path, state.path, proposal]);
        let said = "";
        child.stdout.on("data", (data: Buffer) => {
          said += data.toString();
        });
        child.on("close", () => resolve(said.trim()));
      });
    }),
  );
  const winner = authors[told.indexOf("applied")];
  expect(told.filter((said) => said === "applied")).toHaveLength(1);
  expect(told.filter((said) => said !== "applied").every((said) => said.includes("changed"))).toBe(true);
  expect(folder.contents()).toEqual(Object.fromEntries(paths.map((path) => [path, `${winner}\n`])));
});
