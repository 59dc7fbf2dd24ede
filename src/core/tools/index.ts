import { AppError } from "../app-error.ts";
import { askUserTool } from "./ask-user.ts";
import { delegateTool } from "./delegate.ts";
import { finishTool } from "./finish.ts";
import { proposeTool } from "./propose.ts";
import { readTool } from "./read.ts";
import { readReportTool } from "./read-report.ts";
import { routeTool } from "./route.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./tool.ts";

/** What of an agent's contract shapes its tools. */
export interface ToolRights {
  /** Whether the agent may change other files than its subject, and so must be able to name them. */
  readonly paths: boolean;
  /** Whether others of the run see what it posts. */
  readonly facts?: boolean;
}

const proposeInSubject = proposeTool({ paths: false, facts: false });
const proposeAnywhere = proposeTool({ paths: true, facts: false });
const proposeWithFacts = proposeTool({ paths: false, facts: true });

/** The tools by name. Adding one is a file and a line here. */
const table: Readonly<Record<string, (rights: ToolRights) => Tool>> = {
  propose: ({ paths, facts }) => (paths ? proposeAnywhere : facts === true ? proposeWithFacts : proposeInSubject),
  read: () => readTool,
  search: () => searchTool,
  delegate: () => delegateTool,
  read_report: () => readReportTool,
  ask_user: () => askUserTool,
  finish: () => finishTool,
  route: () => routeTool,
};

/** The tools of an agent, in its order. Throws `usage` for a name that is not in the table. */
export function toolsNamed(names: readonly string[], rights: ToolRights): readonly Tool[] {
  return names.map((name) => {
    const make = Object.hasOwn(table, name) ? table[name] : undefined;
    if (make === undefined)
      throw new AppError("usage", `There is no tool "${name}": use ${Object.keys(table).join(", ")}.`);
    return make(rights);
  });
}
