import type { Receipt } from "../core/run/receipt.ts";
import type { ModelUseView, ReceiptView } from "../protocol/views.ts";

/** Calls as the panel shows them: those that went the same way, one after the other, are told together. */
export function receiptViews(receipts: readonly Receipt[]): ReceiptView[] {
  const alike: [Receipt, ...Receipt[]][] = [];
  for (const receipt of receipts) {
    const last = alike.at(-1);
    if (last !== undefined && wentAlike(last[0], receipt)) last.push(receipt);
    else alike.push([receipt]);
  }
  return alike.map(receiptView);
}

function wentAlike(one: Receipt, other: Receipt): boolean {
  const way = ({ asked, served, tier, why, failures }: Receipt) => JSON.stringify([asked, served, tier, why, failures]);
  return way(one) === way(other);
}

function receiptView(alike: readonly [Receipt, ...Receipt[]]): ReceiptView {
  const [{ asked, served, tier, why, failures }] = alike;
  return {
    ...totalOf(alike),
    asked,
    served: served ?? "",
    tier: tier ?? "",
    why,
    failures: failures.map((failure) => ({ ...failure })),
    ms: alike.reduce((sum, { ms }) => sum + ms, 0),
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
