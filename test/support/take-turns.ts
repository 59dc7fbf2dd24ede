import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { inTurn } from "../../src/node/turn.ts";

/** A process of its own that takes a turn so many times and notes when it is in it, or is killed while it has it: STATE LOG TIMES|"kill" [NOT-BEFORE]. */
const [state = "", log = "", times = "", notBefore = "0"] = process.argv.slice(2);

if (state !== "") {
  await pause(Math.max(0, Number(notBefore) - Date.now()));
  for (let time = 0; time < (Number(times) || 1); time++) {
    await inTurn(state, "turn", async () => {
      if (times === "kill") process.kill(process.pid, "SIGKILL");
      appendFileSync(log, `in ${process.pid} ${time}\n`);
      await pause(3);
      appendFileSync(log, `out ${process.pid} ${time}\n`);
    });
  }
}
