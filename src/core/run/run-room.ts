import type { Budget } from "../worker/budget.ts";
import type { AskUser } from "./ask-user.ts";
import type { RunControls } from "./controls.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import type { Schedule } from "./schedule.ts";
import type { TestDesk } from "./test-desk.ts";

/** What the assignments of one run share. */
export interface RunRoom {
  readonly host: RunHost;
  readonly log: RunLog;
  readonly desk: TestDesk;
  readonly budget: Budget;
  /** Milliseconds of the run's own time. */
  now(): number;
  readonly controls: RunControls;
  readonly giveWay: Schedule["giveWay"];
  readonly ask: AskUser | undefined;
}
