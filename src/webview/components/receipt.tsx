import type { CardView, ReceiptView } from "../../protocol/views.ts";
import { useOpen } from "../panel-context.ts";
import { counted, dollars, duration, tokens } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

interface ReceiptProps {
  /** The card's key among all runs. */
  readonly cardKey: string;
  readonly card: CardView;
}

/** Which model served a worker and what that cost, in a line; call by call when pressed. */
export function Receipt({ cardKey, card: { receipts, recorded } }: ReceiptProps) {
  const [open, setOpen] = useOpen(`${cardKey}\nreceipt`, false);
  const last = receipts.at(-1);
  if (last === undefined) return recorded ? <p class="receipt">Recorded result, proved again · no call</p> : null;
  const replaced = receipts.some(isReplaced);
  return (
    <>
      <button type="button" class="receipt" aria-expanded={open} title="Each call" onClick={() => setOpen(!open)}>
        <Icon name={replaced ? "arrow-swap" : "symbol-event"} tone={replaced ? "warn" : undefined} />
        <span>{summary(receipts, last)}</span>
      </button>
      {open && <Calls receipts={receipts} />}
    </>
  );
}

function summary(receipts: readonly ReceiptView[], last: ReceiptView): string {
  const sum = (pick: (receipt: ReceiptView) => number) => receipts.reduce((total, one) => total + pick(one), 0);
  const models = [...new Set(receipts.map(({ served, asked }) => served || asked))];
  const [input, cached, output] = [sum((one) => one.input), sum((one) => one.cached), sum((one) => one.output)];
  const usd = sum(({ usd: cost }) => cost ?? 0);
  const parts = [
    `${models.map(plainly).join(" → ")}${last.tier === "" ? "" : ` (${plainly(last.tier)})`}`,
    last.served === "" ? "no answer" : last.served === last.asked ? "" : `for ${plainly(last.asked)}`,
    counted(
      sum(({ calls }) => calls),
      "call",
    ),
    input === 0 ? "" : `${tokens(input)} in${cached === 0 ? "" : ` (${tokens(cached)} cached)`}`,
    output === 0 ? "" : `${tokens(output)} out`,
    usd === 0 ? "" : dollars(usd),
    duration(sum((one) => one.ms)),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function isReplaced({ asked, served, failures }: ReceiptView): boolean {
  return served !== asked || failures.length > 0;
}

function Calls({ receipts }: { readonly receipts: readonly ReceiptView[] }) {
  return (
    <ol class="calls" aria-label="Calls">
      {receipts.map((receipt, index) => (
        <li key={`call ${String(index)}`}>
          <span>
            {receipt.served === "" ? `${plainly(receipt.asked)} did not answer` : plainly(receipt.served)}
            <span class="dim"> · {plainly(receipt.why || "asked first")}</span>
          </span>
          <span class="amounts dim">{figures(receipt)}</span>
          {receipt.failures.map(({ model, sentence }) => (
            <span key={`${model} ${sentence}`} class="failure">
              <Icon name="warning" tone="warn" /> {plainly(`${model}: ${sentence}`)}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

function figures({ calls, input, cached, output, usd, ms, tier }: ReceiptView): string {
  const parts = [
    tier,
    calls === 1 ? "" : counted(calls, "call"),
    `${input} in${cached === 0 ? "" : ` (${cached} cached)`}`,
    `${output} out`,
    usd === undefined ? "no known price" : usd === 0 ? "" : dollars(usd),
    duration(ms),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
