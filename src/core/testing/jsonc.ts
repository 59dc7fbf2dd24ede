/** JSON with comments and trailing commas, as tsconfig files are written. Undefined for what is not even that. */
export function parseJsonc(text: string): unknown {
  const stripped = text
    .replace(/^\uFEFF/, "")
    .replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part.startsWith('"') ? part : " "))
    .replace(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (part) => (part.startsWith('"') ? part : ""));
  try {
    return JSON.parse(stripped);
  } catch {
    return undefined;
  }
}
