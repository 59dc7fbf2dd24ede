import type { Receipt } from "../core/run/receipt.ts";
import type { ModelUseView, ReceiptView } from "../protocol.ts";

/** A call as the panel shows it. */
export function receiptView({
  asked,
  served,
  tier,
  why,
  failures,
  input,
  output,
  cacheRead,
  usd,
  ms,
}: Receipt): ReceiptView {
  return {
    asked,
    served: served ?? "",
    tier: tier ?? "",
    why,
    failures: failures.map((failure) => ({ ...failure })),
    input,
    output,
    cached: cacheRead,
    ...(usd === undefined ? {} : { usd }),
    ms,
  };
}

type Total = Omit<ModelUseView, "model">;

/** What calls have cost together; without dollars where one of them has no known price. */
export function totalOf(receipts: readonly Receipt[]): Total {
  const sum = (pick: (receipt: Receipt) => number) => receipts.reduce((total, receipt) => total + pick(receipt), 0);
  const priced = receipts.every(({ usd }) => usd !== undefined);
  return {
    calls: receipts.length,
    input: sum(({ input }) => input),
    output: sum(({ output }) => output),
    cached: sum(({ cacheRead }) => cacheRead),
    ...(priced ? { usd: sum(({ usd }) => usd ?? 0) } : {}),
  };
}

/** The same for each model that was asked, the one that used most first. A call that nobody answered is the asked one's. */
export function modelUses(receipts: readonly Receipt[]): readonly ModelUseView[] {
  return [...Map.groupBy(receipts, ({ served, asked }) => served ?? asked)]
    .map(([model, own]) => ({ model, ...totalOf(own) }))
    .toSorted((one, other) => other.input + other.output - one.input - one.output);
}
