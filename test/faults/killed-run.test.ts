import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { startModelServer } from "../support/model-server.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { brokenPromises, processesOf, snapshot } from "../support/promises.ts";
import { sandboxed } from "../support/sandboxed.ts";
import { ShopCase } from "../support/shop-case.ts";

const right = { toolCalls: [{ name: "propose", arguments: { edits: [mend], summary: "Grants it from 100." } }] };
const wrong = {
  toolCalls: [
    { name: "propose", arguments: { edits: [{ ...mend, replace: "total > 101" }], summary: "Grants it from 102." } },
  ],
};
const stall = { fault: { type: "stall", at: "headers" } } as const;

/** A second file with the same fault, so that one worker can have ended while another has not. */
const two = {
  "src/later.js": shop["src/price.js"] ?? "",
  "test/later.test.js": (shop["test/price.test.js"] ?? "").replace("../src/price.js", "../src/later.js"),
};

const killed = { interruptAt: "", signals: ["SIGKILL"] } as const;

describe("F07", () => {
  test("a run that was killed is found, and resumed without asking again for what was answered", async () => {
    using project = new ShopCase(two);
    const before = snapshot(project.folder.path);
    let cutOff = true;
    // The first file is right at the second try; the second file is not answered before the run is resumed.
    const server = await startModelServer(({ text }) => {
      if (text.includes("target src/later.js")) return text.includes("Grants it from 102.") ? right : wrong;
      return cutOff ? stall : right;
    });
    const about = (file: string) => server.requests.filter(({ text }) => text.includes(`target ${file}`));
    const env = { OPENAI_BASE_URL: server.openaiUrl };
    const args = ["src/later.js", "src/price.js", "--concurrency", "1"];

    const first = project.tessera(["fix", ...args], {
      env,
      ...killed,
      interruptAt: "fix src/price.js: Asking the model",
    });
    await first;
    const watched = { folder: project.folder.path, state: project.state.path, before };
    expect(await project.runs()).toMatchObject([{ status: "interrupted", files: ["src/later.js"] }]);
    expect(await brokenPromises(watched)).toEqual([]);
    expect((await project.tessera(["show", "last"])).stdout).toContain("tessera resume");
    expect(await project.tessera(["apply", "last"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("resume"),
    });
    const asked = about("src/price.js").length;

    cutOff = false;
    const resumed = await project.tessera(["resume", "last"], { env });
    await server.close();
    expect(resumed.stdout).toContain("All 2 proved.");
    expect(resumed.code).toBe(0);
    expect(about("src/later.js")).toHaveLength(2);
    expect(about("src/price.js")).toHaveLength(asked + 1);
    expect(await project.runs()).toMatchObject([{ status: "proved", cost: { calls: 3 } }]);
    expect(await brokenPromises(watched)).toEqual([]);
    expect((await project.tessera(["apply", "last"])).code).toBe(0);
  });

  test("a worker that was cut off between two turns is answered from the record for the first, within its budget in dollars", async () => {
    using project = new ShopCase();
    let cutOff = true;
    const isFirst = (text: string) => !text.includes("Grants it from 102.");
    const server = await startModelServer(({ text }) => (isFirst(text) ? wrong : cutOff ? stall : right));
    const env = { OPENAI_BASE_URL: server.openaiUrl };
    const args = ["src/price.js", "--model", "openai:m", "--budget-usd", "1", "--price", "m=1/2"];
    await project.tessera(["fix", ...args], { env, ...killed, interruptAt: "turn 2" });

    cutOff = false;
    const resumed = await project.tessera(["resume", "last", "--json"], { env });
    await server.close();
    const events = resumed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: "continued" });
    expect(events.at(-1)).toMatchObject({ type: "ended", status: "proved", spent: { usd: expect.any(Number) } });
    expect(server.requests.filter(({ text }) => isFirst(text))).toHaveLength(1);
  });

  test("a run killed after any of its events is resumed to the end it would have come to", {
    timeout: 300_000,
  }, async () => {
    using project = new ShopCase();
    await project.tessera(["fix"]);
    const [run] = readdirSync(join(project.state.path, "runs"));
    const journal = join(project.state.path, "runs", run ?? "", "journal.jsonl");
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    const outcome = (await project.runs())[0];
    const every = process.env.FAULTS === "all" ? 1 : Math.ceil(lines.length / 6);
    for (let kept = 1; kept < lines.length; kept += every) {
      // As if it had been killed there: the process of the lines is gone, and half a line more was written.
      writeFileSync(journal, `${lines.slice(0, kept).join("\n")}\n${lines[kept]?.slice(0, 20)}`);
      expect(await project.runs()).toMatchObject([{ status: "interrupted" }]);
      const resumed = await project.tessera(["resume", "last"]);
      expect(resumed.code, `after ${kept} events: ${resumed.stderr}`).toBe(0);
      const { status, files, sentence } = (await project.runs())[0] ?? {};
      expect({ status, files, sentence }).toEqual({
        status: outcome?.status,
        files: outcome?.files,
        sentence: outcome?.sentence,
      });
    }
  });

  test.each([
    ["tokens", "9000"],
    ["calls", "1"],
  ])(
    "%s that were spent before count when a run goes on, so that no budget is exceeded by being killed",
    async (limit, most) => {
      using project = new ShopCase(two);
      const server = await startModelServer(() => ({ ...right, usage: { input: 4000, output: 100 } }));
      const env = { OPENAI_BASE_URL: server.openaiUrl };
      const limits = ["--concurrency", "1", `--budget-${limit}`, most];
      const whole = await project.tessera(["fix", "src/later.js", "src/price.js", ...limits], { env });
      expect(whole.code).toBe(3);
      const asked = server.requests.length;
      const [before] = await project.runs();
      const journal = join(project.state.path, "runs", String(before?.run), "journal.jsonl");
      const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
      const first = lines.findIndex((line) => line.includes('"type":"reported"'));
      writeFileSync(journal, `${lines.slice(0, first + 1).join("\n")}\n`);

      const resumed = await project.tessera(["resume", "last"], { env });
      await server.close();
      expect(resumed.code).toBe(3);
      expect(server.requests).toHaveLength(asked);
      const { status, files, sentence } = (await project.runs())[0] ?? {};
      expect({ status, files, sentence }).toEqual({
        status: before?.status,
        files: before?.files,
        sentence: before?.sentence,
      });
      const { path: folder } = project.folder;
      expect(await brokenPromises({ folder, state: project.state.path, before: snapshot(folder) })).toEqual([]);
    },
  );

  test("a run that another process carries out is not interrupted, and nobody else may touch it", async () => {
    using project = new ShopCase();
    const server = await startModelServer([stall]);
    const program = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));
    const env = { ...process.env, TESSERA_HOME: project.state.path, OPENAI_BASE_URL: server.openaiUrl };
    const args = ["fix", "--repo", project.folder.path, ...(sandboxed ? [] : ["--no-sandbox"])];
    const running = spawn(process.execPath, [program, ...args], { env, stdio: "pipe" });
    await seen(running, "Asking the model");
    expect(await project.runs()).toMatchObject([{ status: "working" }]);
    for (const verb of ["resume", "apply", "discard"])
      expect(await project.tessera([verb, "last", "--yes"])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`process ${running.pid}`),
      });
    running.kill("SIGKILL");
    await new Promise((resolve) => running.on("close", resolve));
    expect(await project.runs()).toMatchObject([{ status: "interrupted" }]);
    await server.close();
    const watched = { folder: project.folder.path, state: project.state.path, before: snapshot(project.folder.path) };
    expect(processesOf(watched)).toEqual([]);
    expect(await brokenPromises(watched)).toEqual([]);
  });
});

test.for([
  { where: "in the sandbox", options: [] },
  { where: "without one", options: ["--no-sandbox"] },
])(
  "F07 a host that is killed while tests run $where takes them with it, daemons included",
  async ({ options }, { skip }) => {
    skip(options.length === 0 && !sandboxed, "there is no sandbox here");
    using project = new ShopCase({
      "test/endless.test.js": `import { spawn } from "node:child_process";
import { test } from "node:test";
test("never ends", async () => {
  spawn("setsid", ["sleep", "1003"], { detached: true, stdio: "ignore" }).unref();
  await new Promise(() => setInterval(() => {}, 1000));
});
`,
    });
    const { folder, state } = project;
    const watched = { folder: folder.path, state: state.path, before: snapshot(folder.path) };
    const program = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));
    const env = { ...process.env, TESSERA_HOME: state.path };
    const running = spawn(process.execPath, [program, "fix", "--repo", folder.path, ...options], {
      env,
      stdio: "pipe",
    });
    const started = Date.now();
    while (!processesOf(watched).some((line) => line.includes("sleep 1003")) && Date.now() - started < 15_000)
      await new Promise((resolve) => setTimeout(resolve, 100));
    running.kill("SIGKILL");
    await new Promise((resolve) => running.on("close", resolve));
    await project.runs();
    expect(await brokenPromises(watched)).toEqual([]);
  },
);

function seen(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    let told = "";
    child.stderr?.on("data", (data: Buffer) => {
      told += data.toString();
      if (told.includes(text)) resolve();
    });
  });
}

describe("F26", () => {
  const damages: Readonly<Record<string, (journal: string, lines: readonly string[]) => void>> = {
    "cut inside its first line": (journal) => truncateSync(journal, 40),
    "damaged in the middle": (journal, lines) => writeFileSync(journal, lines.with(2, "\0\0\0").join("\n")),
    "missing a line": (journal, lines) => writeFileSync(journal, `${lines.toSpliced(2, 1).join("\n")}\n`),
    "of a newer version": (journal) => appendFileSync(journal, '{"v":2,"seq":99,"type":"new"}\n'),
    "of a newer version from the start": (journal) => writeFileSync(journal, '{"v":2,"seq":1,"type":"started"}\n'),
    "no journal": (journal) => writeFileSync(journal, "hello\n"),
  };
  test.each(Object.keys(damages))(
    "a journal that is %s is set aside with a sentence, whole, and the others stay",
    async (name) => {
      using project = new ShopCase();
      await project.tessera(["fix", "--plan"]);
      const [good] = await project.runs();
      await project.tessera(["fix", "--plan"]);
      const run = String((await project.runs())[0]?.run);
      const journal = join(project.state.path, "runs", run, "journal.jsonl");
      damages[name]?.(journal, readFileSync(journal, "utf8").trimEnd().split("\n"));
      const bytes = readFileSync(journal);

      const listed = await project.tessera(["runs", "--json"]);
      expect(listed.code).toBe(0);
      expect(
        listed.stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).run),
      ).toEqual([good?.run]);
      expect(listed.stderr).toContain(run);
      expect(listed.stderr).toContain("set aside");
      const [aside = ""] = readdirSync(join(project.state.path, "quarantine"));
      expect(readFileSync(join(project.state.path, "quarantine", aside, "journal.jsonl")).equals(bytes)).toBe(true);
      expect((await project.tessera(["runs"])).stderr).toBe("");
    },
  );

  test("a journal cut inside its last line is that of a run that was cut off, and is resumed", async () => {
    using project = new ShopCase();
    await project.tessera(["fix"]);
    const [run] = await project.runs();
    const journal = join(project.state.path, "runs", String(run?.run), "journal.jsonl");
    truncateSync(journal, readFileSync(journal).length - 5);
    expect(await project.runs()).toMatchObject([{ run: run?.run, status: "interrupted" }]);
    expect((await project.tessera(["resume", "last"])).stdout).toContain("Proved.");
  });
});
