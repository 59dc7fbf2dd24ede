/** Models also give a list as JSON in a string, or its one item alone. */
export function asList(value: unknown): unknown {
  if (typeof value === "string") {
    try {
      return asList(JSON.parse(value));
    } catch {
      return value;
    }
  }
  return typeof value === "object" && value !== null && !Array.isArray(value) ? [value] : value;
}
