import type { Language, SyntaxTree } from "../../../ports/syntax-trees.ts";
import type { Reason } from "../../cheating/reasons.ts";

/** Modules that only compute, and those that belong to the frameworks of tests. */
const KNOWN: Partial<Record<Language, RegExp>> = {
  go: /^(testing|errors|fmt|strings|strconv|math|math\/(big|bits|cmplx)|sort|bytes|unicode|unicode\/utf8|slices|maps|cmp|regexp|context|time|reflect|encoding\/json|github\.com\/stretchr\/testify\/(assert|require)|github\.com\/google\/go-cmp\/cmp)$/,
  rust: /^((std|core|alloc)::(collections|fmt|cmp|rc|cell|sync|str|string|vec|iter|time|ops|convert|num|option|result|borrow|boxed|f32|f64|[iu](8|16|32|64|128|size))(::|$)|pretty_assertions::(assert_eq|assert_ne)$|(crate|super|self|str|char|bool|f32|f64|[iu](8|16|32|64|128|size))(::|$))/,
  java: /^(org\.junit\.(Test|Assert|jupiter\.(api|params))(\.|$)|org\.(assertj\.core\.api|hamcrest)\.|com\.google\.common\.truth\.|java\.(util|math|time|text)\.)/,
  csharp:
    /^(Xunit|NUnit\.Framework|Microsoft\.VisualStudio\.TestTools\.UnitTesting|FluentAssertions|System|System\.(Linq|Text|Globalization|Collections(\.\w+)*|Threading\.Tasks))$/,
};

/** Modules that reach out of what is computed: the process, files, the network, and what is behind objects. */
const RISKY: Partial<Record<Language, RegExp>> = {
  go: /^(\. .*|C|os|os\/.*|io\/.*|syscall|unsafe|runtime|runtime\/.*|plugin|net|net\/.*|embed|flag|log|go\/.*|testing\/.*|path\/filepath)$/,
  rust: /^((std|core|alloc)(::\*)?$|(std|core|alloc)::(process|env|fs|net|os|io|panic|ptr|mem|any|backtrace|intrinsics|ffi|arch|thread|path|macros|prelude|include_str|include_bytes|stringify)|(libc|nix|ctor|rustix|winapi)::)|::(assert|assert_eq|assert_ne|panic|matches)$/,
  java: /^(java\.(io|nio|net|lang)|javax|sun|jdk|org\.junit\.(platform|runner|rules|Assume)|org\.junit\.jupiter\.api\.(extension|Assumptions)|org\.powermock)\b/,
  csharp: /^(\w+\s*=|System\.(IO|Net|Diagnostics|Reflection|Runtime|Threading$|Environment))/,
};

/** Words that lead out without being imported, and those that change how tests run. */
const FORBIDDEN: Partial<Record<Language, readonly (readonly [RegExp, Reason])[]>> = {
  go: [[/^(recover|goto)$/, "swallow"]],
  rust: [
    [/^(unsafe|extern|asm)$/, "reflection"],
    [/^(include_str|include_bytes|include|stringify|type_name)$/, "reflection"],
    [/^(macro_rules!?|cfg|cfg_attr)$/, "testTool"],
    [/^(catch_unwind|set_hook|take_hook)$/, "swallow"],
    [/^(env|option_env)$/, "environment"],
  ],
  java: [
    [/^(System|Runtime|Thread|Process|ProcessBuilder)$/, "process"],
    [/^(Class|ClassLoader|getClass|forName|setAccessible|getDeclared\w+)$/, "reflection"],
    [/^(Assumptions|Assume|ExtendWith|RunWith|Disabled\w*|Enabled\w*)$/, "testTool"],
    [/^(javax|sun|jdk|nio)$/, "reflection"],
  ],
  csharp: [
    [/^(Environment|Process|Thread|Debugger|AppDomain)$/, "process"],
    [/^(Assembly|Activator|GetType|DllImport|BindingFlags|unsafe|ModuleInitializer)$/, "reflection"],
    [/^(File|Directory|Path|Console|Socket|HttpClient)$/, "output"],
  ],
};

export function isRiskyImport(language: Language, name: string): boolean {
  return RISKY[language]?.test(name) === true;
}

/** One of the known ones, or the project's own by its root: the folder, the crate, the package or the namespace of the subject. */
export function isKnownImport(tree: SyntaxTree, name: string, subject: string): boolean {
  if (KNOWN[tree.language]?.test(name) === true) return true;
  const parts = subject.split("/");
  const [stem = ""] = (parts.at(-1) ?? "").split(".");
  const folders = parts.slice(0, -1);
  switch (tree.language) {
    case "go":
      return folders.length === 0
        ? name.includes("/") && !name.startsWith("golang.org/")
        : name.endsWith(`/${folders.join("/")}`);
    case "rust": {
      // A path in the code itself starts with a type, or with something that is taken above.
      const [root = "", ...rest] = name.split("::");
      return rest.length === 0 || /^\p{Lu}/u.test(root) || isOwnCrate(tree, root, stem);
    }
    case "java":
      return folders.some((_, at) => name.startsWith(`${folders.slice(at).join(".")}.`));
    default:
      return folders.includes(name) || name.split(".").every((part) => folders.includes(part));
  }
}

/** The crate, or a module taken from it, by which the subject's module is reached. */
function isOwnCrate(tree: SyntaxTree, root: string, stem: string): boolean {
  const reached = new RegExp(`\\b${root}::(\\w+::)*${stem}\\b|\\buse\\s[^;]*\\b${root}\\s*(;|,|\\})`);
  return root === stem || /^(lib|main|mod)$/.test(stem) || reached.test(tree.text);
}

export function forbiddenWords(language: Language, word: string): Reason | undefined {
  return FORBIDDEN[language]?.find(([words]) => words.test(word))?.[1];
}
