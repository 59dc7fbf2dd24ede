import { expect, test } from "vitest";
import { atTerminal } from "../support/at-terminal.ts";
import { startModelServer } from "../support/model-server.ts";
import { mend } from "../support/priced-shop.ts";
import { ProposalCase } from "../support/proposal-case.ts";
import { sandboxed } from "../support/sandboxed.ts";
import { ShopCase } from "../support/shop-case.ts";

const ctrlC = "\u0003";
const ctrlD = "\u0004";
const question = "Which of the two limits is meant?";

/** A request that is not clear, at a terminal; the model does as it is told once it has an answer. */
async function asked(keys: string) {
  using project = new ShopCase();
  const server = await startModelServer(({ text }) => {
    if (!text.includes("Says who does it.")) return { toolCalls: [proposal] };
    const tasks = text.includes("the upper one") ? [{ agent: "fix", files: "src/price.js" }] : [];
    return { toolCalls: [{ name: "route", arguments: tasks.length > 0 ? { tasks, confidence: 1 } : unclear }] };
  });
  const env = { TESSERA_HOME: project.state.path, OPENAI_BASE_URL: server.openaiUrl };
  const args = ["run", "mind the limit", "--model", "openai:m", "--no-critic", "--repo", project.folder.path];
  const ended = await atTerminal(sandboxed ? args : [...args, "--no-sandbox"], env, [`${question}\r\n> `, keys]);
  await server.close();
  const [run] = await project.runs();
  return { ...ended, requests: server.requests.length, status: run?.status };
}

const unclear = { question, confidence: 0.2 };
const proposal = { name: "propose", arguments: { edits: [mend], summary: "Grants it from 100." } };

test("a question is answered at the terminal, and the run goes on with it", async () => {
  const { code, stdout, status } = await asked("the upper one\r");

  expect(stdout).toContain("Proved.");
  expect({ code, status }).toEqual({ code: 0, status: "proved" });
});

test.each([
  ["Ctrl-C", ctrlC],
  ["Ctrl-D", ctrlD],
])("%s at a question cancels the run, which says so and asks nothing more", async (_, keys) => {
  const { code, stdout, requests, status } = await asked(keys);

  expect(stdout.match(/Cancelled\./g)).toHaveLength(1);
  expect({ code, requests, status }).toEqual({ code: 130, requests: 1, status: "cancelled" });
});

test.each([
  ["Ctrl-C", ctrlC, 130],
  ["Ctrl-D", ctrlD, 130],
  ["no", "n\r", 0],
  ["yes", "y\r", 0],
])("%s at what is to be confirmed", async (name, keys, expected) => {
  using one = await ProposalCase.of([{ path: "a.js", base: "one\n", proposed: "ONE\n" }]);
  const { code, stdout } = await atTerminal(["discard", "20260101"], { TESSERA_HOME: one.state.path }, [
    "[y/N] ",
    keys,
  ]);

  expect(code).toBe(expected);
  expect(stdout.includes("Discarded.")).toBe(name === "yes");
  expect((await one.tessera("show")).stdout.includes("+ONE")).toBe(name !== "yes");
});
