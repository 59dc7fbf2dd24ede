const terminalSequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with control characters.
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[[(][0-?]*[ -/]*[@-~]|\u001b[@-Z\\-_]|\u009b[0-?]*[ -/]*[@-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of them must not reach a terminal or a model.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Without terminal colours, titles, links and other control characters; line ends become "\n". */
export function plainText(text: string): string {
  return text.replace(terminalSequences, "").replace(/\r\n?/g, "\n").replace(controls, "");
}

/** At most `limit` characters, the middle left out. */
export function cap(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.ceil((limit - 3) * 0.7);
  return `${text.slice(0, head)}...${text.slice(text.length - (limit - 3 - head))}`;
}

/** The first paragraph of a message, and the second where the first only announces it; details stand in `expected` and `actual`. */
export function gist(message: string): string {
  const paragraphs = plainText(message)
    .split(/\n\s*\n/)
    .map((part) => part.trim().replace(/\n\+ actual - expected$/, ""))
    .filter((part) => part !== "");
  const [first = "", second = ""] = paragraphs;
  const announced = first.endsWith(":") && second !== "" && !/^[+\-{[] /.test(second);
  const more = second.length <= 120 ? second : (second.split("\n")[0] ?? "");
  return cap((announced ? `${first} ${more}` : first.replace(/:$/, "")).split("\n").slice(0, 6).join("\n"), 600);
}
