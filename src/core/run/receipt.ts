import type { Asked } from "../worker/facts.ts";
import type { RunEvent } from "./events.ts";

type Answered = Extract<RunEvent, { readonly type: "answered"; readonly kind: "model" }>;

/** One call to a model: which one was to answer, which one did and why, and what that cost. */
export interface Receipt {
  /** The assignment, or the name of the agent that made the plan. */
  readonly actor: string;
  /** "provider:model" */
  readonly asked: string;
  /** Undefined where none answered. */
  readonly served: string | undefined;
  readonly tier: string | undefined;
  /** "the only model", "in place of openai:a: …" */
  readonly why: string;
  /** Of the requests that were made for it, those that failed: which model, and how. */
  readonly failures: readonly { readonly model: string; readonly sentence: string }[];
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Dollars; undefined where a model that was asked has no known price. */
  readonly usd: number | undefined;
  readonly ms: number;
}

/** Calls, each with those before it: one more costs the same however many there were. */
export interface Receipts {
  readonly last: Receipt;
  readonly before: Receipts | undefined;
}

/** Oldest first. */
export function listed(receipts: Receipts | undefined): readonly Receipt[] {
  const list: Receipt[] = [];
  for (let rest = receipts; rest !== undefined; rest = rest.before) list.push(rest.last);
  return list.reverse();
}

/** What the journal holds of a call; `question` is what it answers. Older journals tell less of its way. */
export function receiptOf({ actor, ms, served, usage, failure, route }: Answered, question?: Asked): Receipt {
  const asked = route?.asked ?? (question?.kind === "model" ? question.model : (served ?? ""));
  const tried = (route?.tries ?? []).flatMap((one) =>
    one.failure === undefined ? [] : [{ model: one.model, sentence: one.failure }],
  );
  const failures = tried.length === 0 && failure !== undefined ? [{ model: asked, sentence: failure.sentence }] : tried;
  return {
    actor,
    asked,
    served: failure === undefined ? (route?.served ?? served ?? asked) : undefined,
    tier: route?.tier,
    why: route?.why ?? "",
    failures,
    input: usage?.input ?? 0,
    output: usage?.output ?? 0,
    cacheRead: usage?.cacheRead ?? 0,
    usd: route?.usd,
    ms,
  };
}
