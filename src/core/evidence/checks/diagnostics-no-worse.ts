import { asAppError } from "../../app-error.ts";
import type { Check, CheckContext } from "../check.ts";
import { newErrors } from "../diagnostics-delta.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { keepDetail, mostShown } from "../keep-detail.ts";
import { newDirective } from "../new-directives.ts";

const name = "diagnostics-no-worse";

/** The project's own type checker finds no error that it did not find before. Where none is set up, the syntax has to be right. No new comment may keep it quiet. */
export const diagnosticsNoWorse: Check = {
  name,
  cost: "execution",
  testless: true,
  async check(context, signal) {
    const broken = await brokenBy(context);
    if (broken !== undefined) return says("refuted", broken);
    const { diagnostics, subject, testFile, changes } = context;
    // A project may have its tests checked by other settings than its sources.
    const about = testFile !== undefined && changes.has(testFile) ? testFile : subject;
    try {
      const after = await diagnostics?.of(about, changes, signal);
      if (after === undefined) return says("proved", "The syntax is right; no type checker is set up for this file.");
      const isRight = after.found.every(({ severity }) => severity !== "error");
      const before = isRight ? undefined : await diagnostics?.of(about, new Map(), signal);
      const fresh = newErrors(before?.found ?? [], after.found);
      const [first, ...others] = fresh;
      const found = after.found.slice(0, mostShown).map((one) => ({ ...one, isNew: fresh.includes(one) }));
      const details = found.length === 0 ? {} : keepDetail(context, { kind: "diagnostics", by: after.by, found });
      if (first !== undefined) {
        const place = first.path === "" ? "" : `${first.path}, line ${first.line}: `;
        const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
        const sentence = `${after.by} finds a new error. ${place}${[first.code, first.message].join(" ").trim()}${more}`;
        return { ...says("refuted", sentence), ...details };
      }
      const old = after.found.filter(({ severity }) => severity === "error").length;
      const sentence = `${after.by} finds ${old === 0 ? "no error" : `no new error; ${counted(old, "old one")} stayed`}.`;
      return { ...says("proved", sentence), ...details };
    } catch (error) {
      const missing = asAppError(error, "tooling");
      if (missing === undefined) throw error;
      return { ...says("unknown", `The type checker could not be run: ${missing.message}`), beyond: true };
    }
  },
};

/** What no checker has to be asked about: a text that parsed before and does not now, and a comment that keeps a checker from speaking. */
async function brokenBy({ base, changes, trees }: CheckContext): Promise<string | undefined> {
  for (const [path, text] of changes) {
    const after = text === undefined ? undefined : await trees.parse(path, text);
    if (after === undefined) continue;
    const old = await base.read(path).catch((error: unknown) => {
      if (asAppError(error, "not-found") === undefined) throw error;
      return "";
    });
    const before = await trees.parse(path, old);
    if (after.hasErrors && before?.hasErrors !== true) return `${path} has a syntax error now.`;
    const told = newDirective(before, after);
    if (told !== undefined)
      return `${path}, line ${told.line}: \`${told.words.split("\n", 1)[0]}\` is new, and tools act on it.`;
  }
  return undefined;
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
