import { expect, test } from "vitest";
import { checkPath, isSafePath, isSecretPath } from "../../src/core/ports/paths.ts";

test.for([
  "../ws-evil/x",
  "a/../../x",
  "a/..",
  "..",
  ".",
  "./a",
  "a/./b",
  "/etc/passwd",
  "//server/share",
  "~/x",
  "~root/x",
  "file:///etc/passwd",
  "file:x",
  "vscode-remote://x/y",
  "%2e%2e/x",
  "a/%2E%2E/x",
  "a%2fb",
  "a%5cb",
  "a%00b",
  "%252e%252e/x",
  "a\0b",
  "a\nb",
  "\u0085x",
  "",
  "a//b",
  "a/",
  "..\\..\\x",
  "a\\b",
  "\\\\?\\C:\\x",
  "C:x",
  "c:/x",
  "a.txt::$DATA",
  "dir/a:stream",
  ".vscode./settings.json",
  "a /b",
  "a.",
  "a/b ",
  "CON",
  "con.txt",
  "a/NUL.tar.gz",
  "aux/b",
  "COM1",
  "lpt9.log",
  "com¹",
  "CONIN$",
  "prn .txt",
  "\ud800",
  `${"a".repeat(300)}`,
])("T01, T02, T10: %j names nothing below a root", (path) => {
  expect(isSafePath(path)).toBe(false);
  expect(() => checkPath(path)).toThrow(expect.objectContaining({ code: "refused" }));
});

test.for([
  "a.ts",
  "src/[id]/+page.svelte",
  "src/(group)/a b.ts",
  "-dash.txt",
  "ünï/ço∂é.py",
  "...dots",
  ".github/x",
  "a..b/c...d",
  "console.ts",
  "com10.txt",
  "null.ts",
  "100%.md",
  "%s.txt",
  "@scope/x",
  "日本語.js",
])("%j is an ordinary path", (path) => {
  expect(checkPath(path)).toBe(path);
});

test.for([
  ".env",
  ".env.local",
  "app/.ENV.production",
  ".envrc",
  "server.pem",
  "tls/private.key",
  "id_rsa",
  "id_ed25519",
  "keys/id_work",
  ".npmrc",
  ".pypirc",
  ".netrc",
  "a.p12",
  "release.keystore",
  ".ssh/config",
  ".aws/credentials",
  "config/credentials.json",
  "secrets.yaml",
  "prod.tfvars",
  ".git-credentials",
  ".htpasswd",
  "service-account-prod.json",
])("T67: %j may hold secrets", (path) => {
  expect(isSecretPath(path)).toBe(true);
});

test.for([
  "environment.ts",
  ".env.example",
  "src/env.ts",
  "keys.ts",
  "id_generator.py",
  "src/secrets.ts",
  "credentials.py",
  "npmrc.md",
  "monkey.ts",
  "key.ts",
])("%j holds none by its name", (path) => {
  expect(isSecretPath(path)).toBe(false);
});
