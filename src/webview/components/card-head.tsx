import type { CardView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { counted, dollars, duration, usage } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { useNow } from "../use-now.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { PathName } from "./path-name.tsx";
import { Ring } from "./ring.tsx";
import { StatusMark } from "./status-mark.tsx";

interface CardHeadProps {
  readonly run: string;
  readonly card: CardView;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Whether the reasons of the confidence are shown. */
  readonly reasons: boolean;
  readonly onReasons: () => void;
  /** Whom it waits for, in a few words; empty where for nobody. */
  readonly waitsFor: string;
}

export function CardHead({ run, card, open, onToggle, reasons, onReasons, waitsFor }: CardHeadProps) {
  const { post } = usePanel();
  const { agent, icon, target, status, confidence } = card;
  const working = status === "working";
  const unfold = () => {
    if (!open) onToggle();
    if (open || !reasons) onReasons();
  };
  return (
    <header class="card-head">
      <button type="button" class="who" aria-expanded={open} title={title(card)} onClick={onToggle}>
        <span class="badge">
          {working ? <Icon name="sync" spin /> : <Icon name={icon} />}
          <Icon name={open ? "chevron-down" : "chevron-right"} />
        </span>
        <strong>{plainly(agent)}</strong>
        <PathName path={target} />
      </button>
      <HeadActions run={run} card={card} />
      <span class="right">
        {working ? <Elapsed since={card.startedAt} /> : <span class="amounts">{endedFigures(card, waitsFor)}</span>}
        {card.controls.map(({ id, label, icon }) => (
          <IconButton
            key={id}
            icon={icon ?? "ellipsis"}
            label={`${label}: ${agent} ${target}`}
            title={label}
            onClick={() => post({ type: "action", run, card: card.id, action: id })}
          />
        ))}
        {(working || status === "queued") && <StopButton run={run} card={card} />}
        {confidence === undefined ? (
          !working && status !== "queued" && <StatusMark status={status} />
        ) : (
          <Ring confidence={confidence} open={reasons && open} onToggle={unfold} />
        )}
      </span>
    </header>
  );
}

/** On all that waits of the worker; seen when the card is pointed at or has the focus. */
function HeadActions({ run, card }: { readonly run: string; readonly card: CardView }) {
  const { post } = usePanel();
  const waiting = card.files.flatMap(({ hunks }) => hunks).filter((hunk) => hunk.status === "waiting").length;
  const name = `${card.agent} ${card.target}`;
  const place = { run, card: card.id };
  if (card.files.length === 0) return null;
  return (
    <span class="head-actions">
      <IconButton
        icon="diff-multiple"
        label={`Open all changes of ${name}`}
        title="Open all changes"
        onClick={() => post({ type: "open", ...place })}
      />
      {waiting > 0 && (
        <>
          <IconButton
            icon="close-all"
            label={`Reject all that waits of ${name}`}
            title={`Reject all of ${card.agent} (${counted(waiting, "hunk")})`}
            onClick={() => post({ type: "decide", ...place, decision: "reject" })}
          />
          <IconButton
            icon="check-all"
            label={`Accept all that waits of ${name}`}
            title={`Accept all of ${card.agent} (${counted(waiting, "hunk")})`}
            onClick={() => post({ type: "decide", ...place, decision: "accept" })}
          />
        </>
      )}
    </span>
  );
}

function StopButton({ run, card }: { readonly run: string; readonly card: CardView }) {
  const { post } = usePanel();
  return (
    <IconButton
      icon="debug-stop"
      label={`Stop ${card.agent} ${card.target}; what it did is kept`}
      title="Stop; keep what it did"
      onClick={() => post({ type: "stop", run, card: card.id })}
    />
  );
}

function Elapsed({ since }: { readonly since: number | undefined }) {
  const now = useNow(true);
  return <span class="amounts">{since === undefined ? "" : duration(now - since)}</span>;
}

function endedFigures(card: CardView, waitsFor: string): string {
  return card.status === "queued" ? plainly(waitsFor || "Queued") : usage({ calls: card.calls, tokens: card.tokens });
}

function title({ agent, target, model, usd, startedAt, endedAt }: CardView): string {
  const took = startedAt !== undefined && endedAt !== undefined ? duration(endedAt - startedAt) : "";
  const cost = usd === undefined ? "" : dollars(usd);
  const figures = [model, took, cost].filter((one) => one !== "").join(" · ");
  return plainly(`${agent} ${target}${figures === "" ? "" : `\n${figures}`}`);
}
