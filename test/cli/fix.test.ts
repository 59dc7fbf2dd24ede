import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runEventSchema } from "../../src/core/run/events.ts";
import { tessera } from "../support/command-line.ts";
import { startModelServer } from "../support/model-server.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const answer = {
  toolCalls: [{ name: "propose", arguments: { edits: [mend], summary: "Grants the discount from 100." } }],
};

class Shop implements Disposable {
  readonly folder = new TemporaryFolder();
  readonly state = new TemporaryFolder();
  readonly env = { TESSERA_HOME: this.state.path };

  constructor(changes: Readonly<Record<string, string>> = {}) {
    this.folder.write({ ...shop, ...changes });
  }

  get repo(): readonly string[] {
    return ["--repo", this.folder.path];
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
    this.state[Symbol.dispose]();
  }
}

for (const wire of ["openai", "anthropic"] as const) {
  test(`an ${wire}-compatible server that is right at once is asked once, and nothing is written`, async () => {
    using project = new Shop();
    const server = await startModelServer([answer]);
    const url = wire === "openai" ? { OPENAI_BASE_URL: server.openaiUrl } : { ANTHROPIC_BASE_URL: server.anthropicUrl };
    const before = project.folder.contents();

    const ended = await tessera(["fix", ...project.repo], { env: { ...project.env, ...url } });

    await server.close();
    expect(ended.stderr).toContain("node:test: 3 passed, 1 failed");
    expect(ended.stderr).not.toContain("Looking at which lines the failing tests execute");
    expect(ended.stdout).toContain("Grants the discount from 100.");
    expect(ended.stdout).toContain("✓ 1 failing test passes.");
    expect(ended.stdout).toContain("+  if (total >= 100) return percent(total, 10);");
    expect(ended.code).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(project.folder.contents()).toEqual(before);
  });
}

test("the offline model repairs the shop, and --apply writes exactly that", async () => {
  using project = new Shop();

  const ended = await tessera(["fix", "--apply", ...project.repo], { env: project.env });

  expect(ended.stderr).toContain("Looking at which lines the failing tests execute");
  expect(ended.stdout).toContain("Applied to your files.");
  expect(ended.code).toBe(0);
  const mended = shop["src/price.js"]?.replace(mend.find, mend.replace);
  expect(project.folder.contents()).toEqual({ ...shop, "src/price.js": mended });
});

test("a patch that is written can be applied by git", async () => {
  using project = new Shop();
  const patch = join(project.state.path, "fix.patch");

  await tessera(["fix", "--patch", patch, ...project.repo], { env: project.env });
  execFileSync("git", ["apply", patch], { cwd: project.folder.path });

  expect(project.folder.contents()["src/price.js"]).toContain(mend.replace);
});

test("--json prints one valid event a line, and nothing else", async () => {
  using project = new Shop();

  const ended = await tessera(["fix", "--json", ...project.repo], { env: project.env });

  const events = ended.stdout
    .trimEnd()
    .split("\n")
    .map((line) => runEventSchema.parse(JSON.parse(line)));
  expect(events[0]?.type).toBe("started");
  expect(events.at(-1)).toMatchObject({ type: "ended", status: "proved" });
  expect(ended.stderr).toContain("node:test: 3 passed, 1 failed");
});

test("a reader of the events that leaves early ends the run without a crash", async () => {
  using project = new Shop();

  const ended = await tessera(["fix", "--json", "--apply", ...project.repo], { env: project.env, leaveEarly: true });

  expect(ended.code).toBe(130);
  expect(ended.stderr).not.toContain("EPIPE");
  expect(project.folder.contents()).toEqual(shop);
});

test("a file may be named as a shell completes it, or by its absolute path", async () => {
  using project = new Shop();
  const absolute = join(project.folder.path, "src/price.js");

  for (const name of ["./src/price.js", absolute])
    expect(await tessera(["fix", "--plan", ...project.repo, name], { env: project.env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Planned: fix src/price.js."),
    });
});

test("a patch that cannot be written is told after what the run came to", async () => {
  using project = new Shop();
  const patch = join(project.state.path, "no/such/folder/fix.patch");

  const ended = await tessera(["fix", "--patch", patch, ...project.repo], { env: project.env });

  expect(ended).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("Proved."),
    stderr: expect.stringContaining(patch),
  });
});

test("edits the user made elsewhere in the file meanwhile are kept, and the merge is told as untested", async () => {
  using project = new Shop();
  const theirs = `${shop["src/price.js"]}\nexport const currency = "EUR";\n`;
  const server = await startModelServer(() => {
    project.folder.write({ "src/price.js": theirs });
    return answer;
  });

  const ended = await tessera(["fix", "--apply", ...project.repo], {
    env: { ...project.env, OPENAI_BASE_URL: server.openaiUrl },
  });

  await server.close();
  expect(project.folder.contents()["src/price.js"]).toBe(theirs.replace(mend.find, mend.replace));
  expect(ended.stdout).toContain("src/price.js was edited meanwhile");
});

test("--plan names the file and stops there", async () => {
  using project = new Shop();

  const ended = await tessera(["fix", "--plan", ...project.repo], { env: project.env });

  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("Planned: fix src/price.js.") });
});

test("a conflict with what the user wrote meanwhile leaves everything as the user has it", async () => {
  using project = new Shop();
  const theirs = shop["src/price.js"]?.replace("total > 100", "total > 1000") ?? "";
  const server = await startModelServer(() => {
    project.folder.write({ "src/price.js": theirs });
    return answer;
  });

  const ended = await tessera(["fix", "--apply", ...project.repo], {
    env: { ...project.env, OPENAI_BASE_URL: server.openaiUrl },
  });

  await server.close();
  expect(project.folder.contents()["src/price.js"]).toBe(theirs);
  expect(ended.code).toBe(1);
});

test("a bug no small change repairs ends with exit 1 and an honest sentence", async () => {
  using project = new Shop({
    "src/price.js":
      "export function discount(total) {\n  return undefined;\n}\nexport function shipping() {\n  return 0;\n}\n",
  });

  const ended = await tessera(["fix", "src/price.js", ...project.repo], { env: project.env });

  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain("--model");
  expect(ended.stdout).toContain("0 of 1 proved.");
});

test.each<[string, readonly NodeJS.Signals[]]>([
  ["interrupted", ["SIGINT"]],
  ["twice terminated", ["SIGTERM", "SIGTERM"]],
  ["hung up", ["SIGINT", "SIGHUP"]],
])("a run that is %s ends with 130 and says so", async (_, signals) => {
  using project = new Shop();
  const server = await startModelServer([{ fault: { type: "stall", at: "headers" } }]);

  const ended = await tessera(["fix", ...project.repo], {
    env: { ...project.env, OPENAI_BASE_URL: server.openaiUrl },
    interruptAt: "Asking the model",
    signals,
  });

  await server.close();
  expect(ended).toMatchObject({ code: 130, stdout: expect.stringContaining("Cancelled.") });
});

test("--apply of a run that was cancelled writes nothing of what was proved, says so, and ends with 130 too", async () => {
  using project = new Shop();
  const share = { find: "export function percent", replace: "/** A share. */\nexport function percent" };
  const proposal = { name: "propose", arguments: { edits: [share], summary: "Documents percent." } };
  const server = await startModelServer(({ text }) =>
    text.includes("target src/percent.js") ? { toolCalls: [proposal] } : { fault: { type: "stall", at: "headers" } },
  );

  const ended = await tessera(["doc", "src/*.js", "--apply", "--concurrency", "1", ...project.repo], {
    env: { ...project.env, OPENAI_BASE_URL: server.openaiUrl },
    interruptAt: "doc src/price.js: Asking the model",
  });

  await server.close();
  expect(ended).toMatchObject({
    code: 130,
    stdout: expect.stringContaining("✓ doc src/percent.js"),
    stderr: expect.stringContaining("Nothing was applied. The run was cancelled."),
  });
  expect(project.folder.contents()).toEqual(shop);
});
