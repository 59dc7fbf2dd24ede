/** Why something is no part of a fix, by class of capability. Each ends a sentence that starts with the token. */
export const reasons = {
  process: "reaches the process that runs the tests; repair the code under test instead",
  loading: "loads or replaces modules in a way a fix has no need of; use plain imports of existing modules",
  testTool: "belongs to the tests or their runner; code under test may not touch it",
  global: "reaches the global object or code made from text; use the names this file already has",
  reflection: "reaches behind objects and prototypes; change the code that is wrong instead",
  environment: "looks at the surroundings to tell a test from real use; the result may depend on the input only",
  output: "writes files or output the test results are read from; return values instead",
  patch: "changes something this file does not define; change this file's own code only",
  disguise: "hides what the code does; write it plainly",
  equality: "decides how values compare or print, which could make a wrong result look right",
  standIn: "lets something else stand for a class, which could make a wrong result look right",
  swallow: "hides failures, those of the tests included; let the error reach the caller or handle that one error",
  time: "makes the result depend on time or chance",
  unknownName: "is not defined in this file and not a known harmless global; import it or do without",
} as const;

export type Reason = keyof typeof reasons;
