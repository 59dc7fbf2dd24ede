import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { startModelServer } from "../test/support/model-server.ts";
import { median, ms, printTable, ratio } from "./table.ts";
import { repairs, Workspace } from "./workspace.ts";

const program = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
const rounds = 7;
const answered = z.object({ type: z.literal("answered"), actor: z.literal("run"), ms: z.number() });

/** From the start of the program to its first request, without the suite that is run in between, beside a node that does nothing. */
export async function benchColdStart(): Promise<void> {
  const nothing: number[] = [];
  const firsts: number[] = [];
  const suites: number[] = [];
  using workspace = new Workspace();
  // The sandbox tests itself on the first run of an installation; what is measured here is every later start.
  await coldRun(workspace);
  for (let round = 0; round < rounds; round++) {
    nothing.push(await timed(["-e", "0"], workspace.env()));
    const { first, suite } = await coldRun(workspace);
    firsts.push(first - suite);
    suites.push(suite);
  }
  const base = median(nothing);
  printTable(`The program from its start to the first request, median of ${rounds}`, [
    ["", "time", "of bare"],
    ["node, doing nothing", ms(base), ratio(1, 1)],
    [
      "start to first request, without the baseline run (at most 200 ms)",
      ms(median(firsts)),
      ratio(median(firsts), base),
    ],
    ["the baseline run of the tests in between", ms(median(suites)), ""],
  ]);
}

async function timed(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  await new Promise((resolve) => spawn(process.execPath, args, { env, stdio: "ignore" }).on("close", resolve));
  return performance.now() - began;
}

async function coldRun(workspace: Workspace): Promise<{ readonly first: number; readonly suite: number }> {
  const began = performance.now();
  let first: number | undefined;
  const server = await startModelServer(() => {
    first ??= performance.now() - began;
    return {
      toolCalls: [{ name: "propose", arguments: { edits: [repairs["src/interest.js"]], summary: "Repairs it." } }],
    };
  });
  const args = [program, "fix", "src/interest.js", "--json", "--no-cache", "--repo", workspace.project];
  const child = spawn(process.execPath, args, {
    env: workspace.env({ OPENAI_BASE_URL: server.openaiUrl }),
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => {
    output += data.toString("utf8");
  });
  await new Promise((resolve) => child.on("close", resolve));
  await server.close();
  const events = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => answered.safeParse(JSON.parse(line)));
  const suite = events.find(({ success }) => success)?.data?.ms;
  if (first === undefined || suite === undefined) throw new Error("The program asked no model.");
  return { first, suite };
}
