import type { Diagnostic } from "../ports/diagnostics.ts";

/** The forms in which compilers, type checkers and linters print one finding a line. */
const forms: readonly RegExp[] = [
  // tsc, msbuild: src/a.ts(3,5): error TS2322: Type …
  /^(?<path>[^\s(][^(]*?)\((?<line>\d+),\d+\): (?<severity>error|warning) (?<code>[A-Z]+\d+): (?<message>.*?)(?: \[[^\]]*proj\])?$/,
  // tsc of a whole project: error TS18003: …
  /^(?<severity>error|warning) (?<code>TS\d+): (?<message>.*)$/,
  // pyright: /root/a.py:3:5 - error: … (reportGeneral)
  /^\s*(?<path>\S.*?):(?<line>\d+):\d+ - (?<severity>error|warning)(?: (?<code>TS\d+))?: (?<message>.*?)(?: \((?<rule>\w+)\))?$/,
  // rustc --error-format short: src/main.rs:3:5: error[E0308]: …
  /^(?<path>\S.*?):(?<line>\d+):\d+: (?<severity>error|warning)\[(?<code>\w+)\]: (?<message>.*)$/,
  // mypy, gcc, javac: a.py:3:5: error: …  [arg-type]
  /^(?<path>\S.*?):(?<line>\d+):(?:\d+:)? (?<severity>error|warning): (?<message>.*?)(?:\s+\[(?<code>[\w-]+)\])?$/,
  // eslint --format unix: a.js:3:5: … [Error/no-undef]
  /^(?<path>\S.*?):(?<line>\d+):\d+: (?<message>.*?) \[(?<severity>Error|Warning)\/(?<code>[^\]]*)\]$/,
  // ruff, flake8: a.py:3:5: F821 …
  /^(?<path>\S.*?):(?<line>\d+):\d+: (?<code>[A-Z]+\d+) (?<message>.*)$/,
  // go vet, go build: ./a.go:3:5: …
  /^(?:vet: )?(?<path>\S+\.go):(?<line>\d+):\d+: (?<message>.*)$/,
];

/** What a checker printed, a finding for each line in one of the known forms; paths relative to `root`, which is absolute. */
export function readPrintedDiagnostics(text: string, root: string): readonly Diagnostic[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (line.length > 2000) return [];
    const groups = forms.map((form) => form.exec(line)?.groups).find((found) => found !== undefined);
    if (groups === undefined) return [];
    const { path = "", message = "", severity = "error", code, rule } = groups;
    return [
      {
        path: relative(path, root),
        line: Math.max(1, Number(groups.line ?? 1)),
        severity: /warning/i.test(severity) ? ("warning" as const) : ("error" as const),
        code: code ?? rule ?? "",
        message: message.trim(),
      },
    ];
  });
}

function relative(path: string, root: string): string {
  const plain = path.trim().replaceAll("\\", "/");
  return plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : plain.replace(/^(?:\.\/)+/, "");
}
