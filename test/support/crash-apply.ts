import { planApply } from "../../src/node/apply.ts";
import { carryOut } from "../../src/node/carry-out.ts";

/** A process of its own that applies a fixed proposal and kills itself before a step: ROOT STATE STEP-NUMBER. */
const [root = "", state = "", step = ""] = process.argv.slice(2);

export const proposal = [
  { path: "a.txt", base: "a\n", proposed: "new a\n" },
  { path: "deep/b.txt", base: "b\n", proposed: "new b\n" },
  { path: "gone.txt", base: "gone\n", proposed: null },
  { path: "made/in/c.txt", base: null, proposed: "c\n" },
];

if (root !== "") {
  const plan = await planApply(proposal, root, new Set(["gone.txt"]));
  let steps = 0;
  await carryOut(plan, {
    state,
    onStep() {
      steps++;
      if (String(steps) === step) process.kill(process.pid, "SIGKILL");
    },
  });
}
