import { expect, test } from "vitest";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const texts = {
  "src/rate.js":
    "export function rate(amount) {\n  if (amount < 0) throw new RangeError('no');\n  return amount / 100;\n}\n",
  "README.md": "# Rates\n\nRates of amounts.\n",
};

function project(more: Readonly<Record<string, string>> = {}): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write({ ...texts, ...more });
  return folder;
}

const head = "export function rate(amount) {";
const documented = propose(
  { find: head, replace: `/** A hundredth of an amount, which may not be negative. */\n${head}` },
  "Says what a rate is.",
);

test("a comment is proved with one call, without any test having been run", async () => {
  using folder = project();
  const model = scriptedModel([documented]);

  const { state, events } = await run(folder.path, model, { agent: "doc", files: ["src/rate.js"] });

  expect(state.status).toBe("proved");
  const report = state.workers.get("doc-1")?.report;
  expect(report?.evidence.map(({ check, verdict }) => [check, verdict])).toContainEqual(["comments-only", "proved"]);
  expect(report?.confidence.value).toBeGreaterThanOrEqual(0.8);
  expect(events.some(({ type }) => type === "baseline")).toBe(false);
  expect(folder.contents()["src/rate.js"]).toBe(texts["src/rate.js"]);
});

test("an edit that changes code is refused when it is made, and says which code", async () => {
  using folder = project();
  const model = scriptedModel([propose({ find: "amount / 100", replace: "amount / 10 /* tenth */" }), documented]);

  const { state } = await run(folder.path, model, { agent: "doc", files: ["src/rate.js"] });

  expect(model.prompts[1]?.messages.at(-1)?.text).toMatch(/Refused, and nothing was changed\..*`100` became `10`/);
  expect(state.status).toBe("proved");
  expect(state.workers.get("doc-1")?.revisions).toHaveLength(1);
});

test("the first message names what is public and undocumented, and the role stays short", async () => {
  using folder = project();
  const model = scriptedModel([documented]);

  await run(folder.path, model, { agent: "doc", files: ["src/rate.js"] });

  expect(model.prompts[0]?.messages[0]?.text).toContain("=== undocumented\nrate 1");
  expect(model.prompts[0]?.system.split(/\s+/).length).toBeLessThanOrEqual(150);
  expect(model.prompts[0]?.tools.length).toBeLessThanOrEqual(4);
});

test("a Markdown file may be rewritten, and nothing else with it", async () => {
  using folder = project();
  const more = propose({ find: "Rates of amounts.", replace: "Hundredths of amounts, rounded by nobody." });
  const model = scriptedModel([more]);

  const { state } = await run(folder.path, model, { agent: "doc", files: ["README.md"], instruction: "Say more." });

  expect(state.status).toBe("proved");
});

test("a file whose public parts are all documented is nothing to do, unless something is asked for", async () => {
  const done = { "src/done.js": `/** Done. */\nexport function done() {}\n` };
  using folder = project(done);
  const request = { agent: "doc", files: ["src/done.js"] };

  const silent = await run(folder.path, scriptedModel([]), request);
  const asked = await run(
    folder.path,
    scriptedModel([propose({ find: "Done.", replace: "Does nothing, on purpose." })]),
    {
      ...request,
      instruction: "Say why.",
    },
  );

  expect(silent.state).toMatchObject({ status: "nothing", sentence: expect.stringContaining("src/done.js") });
  expect(asked.state.status).toBe("proved");
});

const python = `def double(n):
    return 2 * n
`;

test.each([
  ["4", "proved"],
  ["5", "failed"],
])("an example that says 2 doubled is %s is run, and makes the change %s", async (said, status) => {
  using folder = project({ "shop/__init__.py": "", "shop/double.py": python });
  const doc = `def double(n):\n    """Twice as much.\n\n    >>> double(2)\n    ${said}\n    """`;
  const model = scriptedModel([propose({ find: "def double(n):", replace: doc }), "No.", "No."]);

  const { state } = await run(folder.path, model, { agent: "doc", files: ["shop/double.py"] });

  expect(state.workers.get("doc-1")?.report?.status).toBe(status);
  if (status === "failed") expect(model.prompts[1]?.messages.at(-1)?.text).toContain("gives 4, not 5");
});

test("an example that failed before the change is nobody's fault", async () => {
  const broken = `def double(n):\n    """Twice.\n\n    >>> double(1)\n    3\n    """\n    return 2 * n\n\n\ndef half(n):\n    return n / 2\n`;
  using folder = project({ "double.py": broken });
  const model = scriptedModel([propose({ find: "def half(n):", replace: 'def half(n):\n    """The half of it."""' })]);

  const { state } = await run(folder.path, model, { agent: "doc", files: ["double.py"] });

  expect(state.status).toBe("proved");
});
