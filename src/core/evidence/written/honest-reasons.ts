import type { Reason } from "../cheating/reasons.ts";
import { reasons } from "../cheating/reasons.ts";

/** Why something is no part of a test, by class of capability. Each ends a sentence that starts with the token. */
const forTests: Readonly<Record<Reason, string>> = {
  process: "reaches the process that runs the tests; a test only calls the code and states what comes out",
  loading: "loads or replaces modules by hand; import what is needed at the top",
  testTool: "changes how tests are run or compared; use the test framework as it is",
  global: "reaches the global object or code made from text; call the code under test directly",
  reflection: "reaches behind objects and prototypes; test what the code hands out",
  environment: "looks at the surroundings; the result may depend on the input only",
  output: "reaches the network, or files outside of a temporary folder; give the code what it needs directly",
  patch: "changes something the test does not own; test the real code with the real assertions",
  disguise: "hides what the test does; write it plainly",
  equality: "decides how values compare, which could make a wrong result look right",
  standIn: "lets something else stand in for the real thing; test the real one",
  swallow: "hides failures; let the error reach the test runner",
  time: "makes the result depend on time or chance",
  unknownName: "is not defined in this file; import it or do without",
};

/** The same finding, told to someone who writes tests. */
export function saidForTests(why: string): string {
  for (const [reason, words] of Object.entries(forTests))
    if (Object.entries(reasons).some(([key, text]) => key === reason && text === why)) return words;
  return why;
}
