import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { isString } from "./node-kinds.ts";
import { reasons } from "./reasons.ts";

/** Words that, in Go, Rust, Java and C#, lead to the process, to modules, to reflection or to test tools. */
const WORDS =
  /^(os|exit|abort|syscall|unsafe|reflect|testing|runtime|System|Runtime|Environment|Process|std|process|panic|recover|catch_unwind|Class|forName|getDeclared\w*|Assembly|Activator|AppDomain|Thread|StackTrace|getStackTrace|junit|Assert\w*|assert\w*|Xunit|NUnit|init|cfg|macro_rules|extern|static_init|Debugger|Console|println|print|fmt|log|goto|dlopen|plugin|cgo|import|use|using|extern_crate)$/;

/** By tokens alone: every new one that could lead out of the file has to be looked at by a person. */
export function tokenFindings(edit: Edit): readonly Finding[] {
  return edit.after.tokens
    .filter((token) => edit.touched(token) && !isString(token) && WORDS.test(edit.text(token)))
    .map((token) => ({ verdict: "unknown", at: token.from, what: edit.text(token), why: reasons.global }));
}
