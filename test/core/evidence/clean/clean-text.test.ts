import { expect, test } from "vitest";
import { cleanText } from "../../../../src/core/evidence/checks/clean-text.ts";
import { judge } from "../../../support/pure-check.ts";

/** Letters and digits as a key has them, put together here so that no scanner takes this file for a leak. */
const key = (length: number): string => "q7Rk2ZpV9sLx4TnB8wYc3HdF6mGj5EaKtUvN1oPiQyMzJ0rSbXeW".slice(0, length);
const upper = (length: number): string => key(52).toUpperCase().slice(0, length);

const secrets: readonly (readonly [kind: string, line: string])[] = [
  ["an AWS access key", `const id = "AKIA${upper(16)}";`],
  ["an AWS secret key", `aws_secret_access_key = ${key(40)}`],
  ["a GitHub token", `token: ghp_${key(36)}`],
  ["a GitHub token", `github_pat_${key(22)}_${key(52)}${key(7)}`],
  ["a GitLab token", `glpat-${key(20)}`],
  ["a Slack token", `"xoxb-${"1".repeat(3)}2-${key(24)}"`],
  ["a Slack webhook", `https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${key(24)}`],
  ["a Google key", `AIza${key(35)}`],
  ["a Stripe key", `stripe("sk_live_${key(24)}")`],
  ["an npm token", `//registry.npmjs.org/:_authToken=npm_${key(36)}`],
  ["an API key", `OPENAI_API_KEY="sk-proj-${key(40)}"`],
  ["a private key", `-----BEGIN ${"RSA "}PRIVATE KEY-----`],
];

test.each(secrets)("%s is refused and never repeated", async (kind, line) => {
  const evidence = await judge(cleanText, { "src/a.js": "a\n" }, { "src/a.js": `a\n${line}\n` });

  expect(evidence).toMatchObject({
    verdict: "refuted",
    scope: "hunk",
    sentence: expect.stringContaining(`src/a.js, line 2: what looks like ${kind} is added`),
  });
  expect(evidence.sentence).not.toContain(key(8));
  expect(evidence.sentence).not.toContain(upper(8));
});

test.each([
  `const password = "${key(18)}";`,
  `"apiKey": "${key(32)}",`,
  `DB = "postgres://app:${key(14)}@db.internal/app"`,
  `jwt = "eyJ${key(20)}.eyJ${key(30)}.${key(43)}"`,
])("what only may be a secret is for a person to look at: %s", async (line) => {
  const evidence = await judge(cleanText, {}, { "src/a.py": `${line}\n` });

  expect(evidence).toMatchObject({ verdict: "unknown", sentence: expect.stringContaining("line 1: what may be a") });
  expect(evidence.sentence).not.toContain(key(8));
});

test.each([
  'const id = "AKIAIOSFODNN7EXAMPLE";',
  'password = "your-password-here-1"',
  'const token = "${process.env.TOKEN_1}";',
  'apiKey: "<paste your key 1 here>"',
  'secret = "xxxxxxxxxxxxxxxx1"',
  'const tokenType = "application/x-www-form-urlencoded2";',
  'API_KEY_NAME = "OPENAI_API_KEY_2"',
  'authUrl: "https://login.example.org/oauth2/v2"',
  'passwordLabel = "settings.account.password.label2"',
  'DB = "postgres://postgres:postgres@localhost:5432/app"',
  "const task = 'sk-learn is a library of many things';",
  'stripe("pk_live_51H8abcdEFGHijklMNOP")',
  'const hash = "d41d8cd98f00b204e9800998ecf8427e";',
  "return token === expectedToken && secret !== undefined;",
])("an ordinary line or a placeholder is none: %s", async (line) => {
  const evidence = await judge(cleanText, {}, { "src/a.ts": `${line}\n` });

  expect(evidence).toMatchObject({
    verdict: "proved",
    sentence: "No secret and no hidden character in 1 added line.",
  });
});

test("in tests made-up secrets are fine, and keys of a known shape are not", async () => {
  const judged = async (line: string) => (await judge(cleanText, {}, { "test/a.test.js": `${line}\n` })).verdict;

  expect(await judged(`const password = "${key(18)}";`)).toBe("proved");
  expect(await judged(`const token = "ghp_${key(36)}";`)).toBe("refuted");
});

test.each([
  ["a mark of direction", "\u202E", "U+202E"],
  ["an isolate", "\u2066", "U+2066"],
  ["a space of no width", "\u200B", "U+200B"],
  ["a tag", "\u{E0041}", "U+E0041"],
  ["a byte order mark inside", "\uFEFF", "U+FEFF"],
  ["a control", "\u0008", "U+0008"],
])("%s is refused", async (_, character, code) => {
  const evidence = await judge(cleanText, { "a.js": "a\n" }, { "a.js": `a\n${character}b${character}\n` });

  expect(evidence).toMatchObject({
    verdict: "refuted",
    sentence: `a.js, line 2: a hidden character is added (${code}, the first of 2): leave it out.`,
  });
});

test("what was there before, pictures and a byte order mark at the start are fine", async () => {
  const kept = await judge(cleanText, { "a.js": "x\u200By\nb\n" }, { "a.js": "x\u200By\nc\n" });
  const moved = await judge(cleanText, { "a.js": "x\u200By\nb\n" }, { "a.js": "b\nx\u200By\n" });
  const picture = await judge(cleanText, {}, { "a.md": "\uFEFFdone ✔️ 👩‍💻\n" });
  const alone = await judge(cleanText, { "a.js": "b\n" }, { "a.js": "b\n\uFEFF\n" });
  const gone = await judge(cleanText, { "a.js": "\u202E" }, { "a.js": undefined });

  expect([kept, moved, picture, gone].map(({ verdict }) => verdict)).toEqual(Array(4).fill("proved"));
  expect(alone.verdict).toBe("refuted");
});

test("a secret that the file held before is none of the change's", async () => {
  const token = `ghp_${key(36)}`;

  const evidence = await judge(cleanText, { "a.js": `f("${token}")\n` }, { "a.js": `g("${token}")\n` });

  expect(evidence.verdict).toBe("proved");
});

test("ten megabytes are looked through in seconds", async () => {
  const line = `const password = process.env.PASSWORD ?? "", token = "a".repeat(9); // ${"word ".repeat(10)}\n`;
  const started = performance.now();

  const many = await judge(cleanText, {}, { "a.js": line.repeat(80_000) });
  const one = await judge(cleanText, {}, { "b.js": "passwordtoken".repeat(400_000) });

  expect([many.verdict, one.verdict]).toEqual(["proved", "proved"]);
  expect(performance.now() - started).toBeLessThan(25_000);
});
