/** JavaScript that our reporters share: what an error says, as text. It needs `inspect` in scope. */
export const describeFailure = String.raw`
const show = (value) =>
  typeof value === "string" && value.includes("\n")
    ? value
    : inspect(value, { depth: 5, breakLength: 100, maxArrayLength: 50, maxStringLength: 2000 });

const describe = (error) => {
  if (error === null || typeof error !== "object") return { message: typeof error === "string" ? error : "Thrown: " + inspect(error) };
  const name = typeof error.name === "string" ? error.name : "Error";
  const plain = /Assertion|^(Error|JestAssertionError)$/.test(name);
  const text = typeof error.message === "string" ? error.message : inspect(error);
  const failure = { message: plain || text.startsWith(name) ? text : name + ": " + text };
  if ("expected" in error && "actual" in error && !(error.expected === undefined && error.actual === undefined)) {
    failure.expected = show(error.expected);
    failure.actual = show(error.actual);
  }
  const stacks = [];
  for (let at = error, depth = 0; at !== null && typeof at === "object" && depth < 4; at = at.cause, depth++) {
    if (typeof at.stack === "string") stacks.unshift(at.stack);
  }
  failure.stack = stacks.join("\n");
  return failure;
};
`;
