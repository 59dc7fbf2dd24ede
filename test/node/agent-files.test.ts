import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentsOfFiles } from "../../src/node/agent-files.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const agent = (description: string) => `---\ndescription: ${description}\n---\nDo it.\n`;

test("T29: the user's agents come first, and the workspace's only where it is given", async () => {
  using home = new TemporaryFolder();
  using folder = new TemporaryFolder();
  home.write({ "agents/tidy.md": agent("Mine"), "agents/notes.txt": "No agent." });
  folder.write({ ".tessera/agents/tidy.md": agent("Theirs"), ".tessera/agents/sort.md": agent("Sorts") });
  const env = { TESSERA_HOME: home.path };

  const trusted = await agentsOfFiles({ env, folder: folder.path });
  const untrusted = await agentsOfFiles({ env });

  expect(trusted.agents.map(({ name, description }) => [name, description])).toEqual([
    ["tidy", "Mine"],
    ["sort", "Sorts"],
  ]);
  expect(trusted.refused).toMatchObject([{ name: "tidy", sentence: expect.stringContaining("is taken") }]);
  expect(untrusted.agents.map(({ name }) => name)).toEqual(["tidy"]);
  expect(untrusted.refused).toEqual([]);
});

test("without TESSERA_HOME the user's agents lie with their configuration", async () => {
  using home = new TemporaryFolder();
  home.write({ ".config/tessera/agents/a.md": agent("A"), "other/tessera/agents/b.md": agent("B") });
  const names = async (env: Record<string, string>) => (await agentsOfFiles({ env })).agents.map(({ name }) => name);

  expect(await names({ HOME: home.path })).toEqual(["a"]);
  expect(await names({ HOME: home.path, XDG_CONFIG_HOME: join(home.path, "other") })).toEqual(["b"]);
  expect(await names({})).toEqual([]);
});

test("only the file that is named is read", async () => {
  using folder = new TemporaryFolder();
  folder.write({ ".tessera/agents/sort.md": agent("Sorts"), ".tessera/agents/bad.md": "No frontmatter." });

  const found = await agentsOfFiles({ env: {}, folder: folder.path, only: "sort" });

  expect(found).toMatchObject({ agents: [{ name: "sort" }], refused: [] });
});

test("links, pipes, what is no text and what is too large are refused, and nothing is waited for", async () => {
  using folder = new TemporaryFolder();
  using outside = new TemporaryFolder();
  outside.write({ "secret.md": agent("Secret") });
  folder.write({ ".tessera/agents/large.md": agent("x".repeat(100_000)) });
  const place = join(folder.path, ".tessera/agents");
  symlinkSync(join(outside.path, "secret.md"), join(place, "link.md"));
  execFileSync("mkfifo", [join(place, "pipe.md")]);
  mkdirSync(join(place, "folder.md"));

  const { agents, refused } = await agentsOfFiles({ env: {}, folder: folder.path });

  expect(agents).toEqual([]);
  expect(refused.map(({ name }) => name)).toEqual(["folder", "large", "link", "pipe"]);
  expect(refused.map(({ sentence }) => sentence).join()).not.toContain("Secret");
});

test("a folder of agents that is a link is not followed", async () => {
  using folder = new TemporaryFolder();
  using outside = new TemporaryFolder();
  outside.write({ "sort.md": agent("Sorts") });
  mkdirSync(join(folder.path, ".tessera"));
  symlinkSync(outside.path, join(folder.path, ".tessera/agents"));

  expect((await agentsOfFiles({ env: {}, folder: folder.path })).agents).toEqual([]);
});
