import { AppError } from "../app-error.ts";
import type { Path } from "./files.ts";

/**
 * Whether a path, from whomever it comes, names something below a root and nothing else on any platform.
 * Pure: it looks at the characters only; links are the business of whoever opens the file.
 * Throws `refused` with what is wrong about it.
 */
export function checkPath(path: string): Path {
  const complaint = complaintAbout(path);
  if (complaint === undefined) return path;
  throw new AppError(
    "refused",
    `The path ${JSON.stringify(path.slice(0, 120))} ${complaint}: give a path relative to the workspace, with "/".`,
  );
}

/** The same question without an exception. */
export function isSafePath(path: string): boolean {
  return complaintAbout(path) === undefined;
}

function complaintAbout(path: string): string | undefined {
  for (const [refuses, complaint] of wholePathRules) if (refuses(path)) return complaint;
  for (const part of path.split("/")) for (const [refuses, complaint] of partRules) if (refuses(part)) return complaint;
  return undefined;
}

type Rule = readonly [refuses: (text: string) => boolean, complaint: string];

const wholePathRules: readonly Rule[] = [
  [(path) => path === "", "is empty"],
  [(path) => path.length > 1024, "is too long"],
  [(path) => controlCharacter(path), "holds a control character"],
  [(path) => path.includes("\\"), "holds a backslash"],
  [(path) => path.startsWith("/"), "is absolute"],
  [(path) => path.startsWith("~"), "begins with ~"],
  [(path) => /^[a-z][a-z0-9+.-]*:/i.test(path), "begins with a scheme or a drive"],
  [(path) => encodedStep(path), "is percent-encoded"],
];

/** Windows strips dots and spaces at the end of a name, keeps streams behind a colon, and reserves the names of devices with any extension. */
const partRules: readonly Rule[] = [
  [(part) => part === "", "has an empty part"],
  [(part) => part === "." || part === "..", 'has a "." or ".." in it'],
  [(part) => part.endsWith(".") || part.endsWith(" "), "has a part that ends in a dot or a space"],
  [(part) => part.includes(":"), "holds a colon"],
  [
    (part) => /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i.test(part),
    "has the name of a device in it",
  ],
  // A unit of UTF-16 is three bytes of UTF-8 at most.
  [(part) => part.length > 85 && new TextEncoder().encode(part).length > 255, "has a part that is too long"],
];

/** "%2e", "%2f", "%5c" and "%00" stand for steps out of the root wherever something decodes them later. */
function encodedStep(path: string): boolean {
  return /%(2e|2f|5c|00|25)/i.test(path);
}

function controlCharacter(path: string): boolean {
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff)) return true;
  }
  return false;
}

/** Names of files that commonly hold keys or passwords; such files are never read, listed, searched or shown to a model. */
const secretNames: readonly RegExp[] = [
  /^\.env($|[.\-_])/,
  /^\.envrc$/,
  /\.(pem|key|p12|pfx|p8|ppk|jks|keystore|kdbx|kdb|asc|gpg|age|ovpn|mobileprovision)$/,
  /^id_(rsa|dsa|ecdsa|ed25519|xmss)/,
  /^id_(?!.*\.(js|jsx|mjs|cjs|ts|tsx|mts|cts|py|go|rs|java|cs|rb|php|json|md|txt|html|css|sql|pub)$)/,
  /^\.(npmrc|yarnrc|pypirc|netrc|pgpass|htpasswd|git-credentials|dockercfg|s3cfg|boto|my\.cnf|vault-token)$/,
  /^_netrc$/,
  /^(credentials|secrets?)(\.(json|ya?ml|toml|ini|xml|properties|txt|env))?$/,
  /^(service[-_]?account|client[-_]secret|gcloud|firebase-adminsdk).*\.json$/,
  /\.tfvars(\.json)?$/,
  /\.tfstate(\.backup)?$/,
  /^kubeconfig$/,
];

/** Templates of such files are written to be read. */
const templates = /\.(example|sample|template|dist|defaults?)$/;

const secretFolders: ReadonlySet<string> = new Set([".ssh", ".aws", ".gnupg", ".kube", ".docker", ".azure", ".gcloud"]);

/** Whether the name of this file, or of a folder above it, says that it holds secrets. Case does not matter. */
export function isSecretPath(path: Path): boolean {
  const parts = path.toLowerCase().split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => secretFolders.has(part))) return true;
  return !templates.test(name) && secretNames.some((pattern) => pattern.test(name));
}
