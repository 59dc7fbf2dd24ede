import { expect, test } from "vitest";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const wrong = (total: number) => propose({ find: "total > 100", replace: `total > ${total}` });

/** A model that may make three calls however long they take, and nine while it has worked for less than so many seconds. */
async function ran(seconds: number) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const script = scriptedModel([wrong(101), wrong(102), wrong(103), wrong(104), propose(mend)]);
  const model = { ...script, calls: 9, patience: { calls: 3, seconds } };
  const { state } = await run(folder.path, model, { files: ["src/price.js"] });
  return { report: state.workers.get("fix-1")?.report, prompts: script.prompts };
}

test("a model that has had its time is told that one call more is the last", async () => {
  const { report, prompts } = await ran(0);

  expect(report?.status).toBe("failed");
  expect(prompts.map(({ toolChoice }) => toolChoice?.valueOf())).toEqual([
    undefined,
    undefined,
    undefined,
    { name: "propose" },
  ]);
});

test("while there is time it goes on up to all of its calls", async () => {
  const { report, prompts } = await ran(1000);

  expect(report?.status).toBe("proved");
  expect(prompts).toHaveLength(5);
});
