import * as z from "zod";
import { AppError } from "../app-error.ts";
import type { Overlay } from "../changes/overlay.ts";
import type { Criticism, SaidFinding } from "../evidence/criticism.ts";
import type { ToolSpec } from "../models/chat-model.ts";
import type { Changes, Path } from "../ports/files.ts";
import type { Search } from "../ports/search.ts";
import type { Ending } from "./ending.ts";
import type { Management } from "./management.ts";

/** What a tool may touch: the worker's private overlay, and the rules of its contract. */
export interface ToolContext {
  readonly overlay: Overlay;
  /** The file an edit that names none is about. */
  readonly subject: Path;
  readonly search: Search;
  /** Whether the contract allows changing this file; the sentence says what is allowed instead. */
  mayChange(path: Path): { readonly allowed: true } | { readonly allowed: false; readonly sentence: string };
  /** What the contract has against these new texts, as a sentence for the model; undefined when nothing. */
  complaint(changes: Changes, signal: AbortSignal): Promise<string | undefined>;
  /** What an agent that manages others can do; absent for all others. */
  readonly manage?: Management | undefined;
  /** Puts a fact where the others of the run see it. */
  post?(fact: string): void;
}

export interface ToolOutcome {
  /** What the model is told. */
  readonly text: string;
  /** Set when the overlay was changed and the change claims to be complete: verification starts at once. */
  readonly proposal?: { readonly summary: string; readonly confidence?: number };
  /** Set when it says what a critic made of a diff. */
  readonly criticism?: { readonly verdict: Criticism["verdict"]; readonly findings: readonly SaidFinding[] };
  /** Set when there is nothing more to be said: the conversation is over. */
  readonly ended?: Ending;
}

/** A tool as the table holds it; tools of other servers fit the same shape. */
export interface Tool {
  readonly name: string;
  readonly effect: "read" | "edit" | "execute" | "external";
  /** "tessera", or the server it comes from. */
  readonly source: string;
  readonly spec: ToolSpec;
  /** Parses the arguments and runs. Throws an `AppError` whose sentence the model can act on. */
  call(args: unknown, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}

/** Type, check and JSON Schema of a tool from one place. */
export function defineTool<Input>(definition: {
  readonly name: string;
  readonly description: string;
  readonly effect: Tool["effect"];
  readonly input: z.ZodType<Input>;
  run(input: Input, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}): Tool {
  const { name, description, effect, input } = definition;
  return {
    name,
    effect,
    source: "tessera",
    spec: { name, description, schema: slimSchema(z.toJSONSchema(input)) },
    async call(args, context, signal) {
      if (typeof args === "string")
        throw new AppError("usage", `${name}: the arguments are no valid JSON. Call it again.`);
      const claim = claimOf(args);
      if (claim !== undefined)
        throw new AppError(
          "usage",
          `${name}: there is no argument "${claim}": how and where things run is not for a tool call to say. Call it again without.`,
        );
      const parsed = input.safeParse(args);
      if (!parsed.success)
        throw new AppError(
          "usage",
          `${name}: ${oneLine(parsed.error)} Call it again with arguments that fit its schema.`,
        );
      return definition.run(parsed.data, context, signal);
    },
  };
}

/** Words that only a claim to a right would hold: what they would ask for is decided by the user, and by no argument of any tool. */
const claims =
  /^(?:no|allow|disable|use|with|without|enable|skip)?(?:sandbox(?:ed)?|rung|cwd|workdir|workingdirectory|root|workspace|env|environment|network|command|argv|shell|sudo|approve|approved|autoapprove|permission|permissions|trust|trusted)$/;

/** The first argument, at any depth, that claims a right; other arguments that a schema does not name are left out. */
function claimOf(args: unknown, depth = 0): string | undefined {
  if (typeof args !== "object" || args === null || depth > 4) return undefined;
  for (const [key, value] of Object.entries(args)) {
    if (!Array.isArray(args) && claims.test(key.replace(/[_\-\s]/g, "").toLowerCase())) return key.slice(0, 40);
    const inner = claimOf(value, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** An optional whole number that models also send as a string; anything else is left out. */
export const looseInteger = z.preprocess((value) => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.trunc(number) : undefined;
}, z.int().optional());

function oneLine(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "arguments"}: ${issue.message}.`).join(" ");
}

/** Every key that no model needs costs tokens in every request: drops `$schema`, `additionalProperties` and the bounds of safe integers. */
function slimSchema(schema: object): Record<string, unknown> {
  const slim: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$schema" || key === "additionalProperties") continue;
    if ((key === "maximum" || key === "minimum") && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) continue;
    slim[key] = typeof value === "object" && value !== null && !Array.isArray(value) ? slimSchema(value) : value;
  }
  return slim;
}
