import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** What a command line of `code` asks for. */
export type CodeArguments =
  | { readonly type: "command"; readonly args: readonly string[] }
  | {
      readonly type: "tests";
      readonly extensions: readonly string[];
      readonly tests: string;
      /** A folder or a .code-workspace file. */
      readonly folder: string | undefined;
      readonly userData: string | undefined;
      readonly extensionsDir: string | undefined;
      readonly trust: boolean;
      readonly onlyDevelopment: boolean;
    };

const one = { type: "string" } as const;
const many = { type: "string", multiple: true } as const;

/** Those with a value of their own, which would otherwise be taken for a folder to open. */
const OPTIONS = {
  extensionDevelopmentPath: many,
  extensionTestsPath: one,
  "user-data-dir": one,
  "extensions-dir": one,
  "folder-uri": one,
  "file-uri": one,
  "install-extension": many,
  "uninstall-extension": many,
  profile: one,
  log: many,
  locale: one,
  "disable-extension": many,
  logsPath: one,
  "crash-reporter-directory": one,
} as const;

const COMMANDS: ReadonlySet<string> = new Set([
  ...["version", "help", "list-extensions", "show-versions", "install-extension", "uninstall-extension"],
]);

/** Of the window, without meaning for the server's command line. */
const OF_THE_WINDOW = /^--(no-sandbox|ms-enable-electron-run-as-node|skip-.*|disable-.*)$/;

export function codeArguments(argv: readonly string[]): CodeArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  if (Object.keys(values).some((name) => COMMANDS.has(name))) {
    return { type: "command", args: argv.filter((arg) => !OF_THE_WINDOW.test(arg)) };
  }
  const text = (name: keyof typeof OPTIONS) => [values[name] ?? []].flat().filter((value) => typeof value === "string");
  const path = (name: keyof typeof OPTIONS) => text(name).map(toPath).at(-1);
  const tests = path("extensionTestsPath");
  if (tests === undefined) {
    throw new Error("This executable runs extension tests and installs packages. To look at an extension: npm start.");
  }
  return {
    type: "tests",
    extensions: text("extensionDevelopmentPath").map(toPath),
    tests,
    folder: path("folder-uri") ?? path("file-uri") ?? positionals.map(toPath)[0],
    userData: path("user-data-dir"),
    extensionsDir: path("extensions-dir"),
    trust: values["disable-workspace-trust"] === undefined,
    onlyDevelopment: values["disable-extensions"] !== undefined,
  };
}

function toPath(value: string): string {
  return value.startsWith("file:") ? fileURLToPath(value) : resolve(value);
}
