import { useRef } from "preact/hooks";
import type { HunkView } from "../../protocol/views.ts";
import { focusAfter } from "../hunk-focus.ts";
import { memo } from "../memo.ts";
import { usePanel } from "../panel-context.ts";
import { plainly } from "../text/hidden.ts";
import { useSeen } from "../use-seen.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { Lines, PlainLines } from "./lines.tsx";

interface HunkProps {
  readonly run: string;
  readonly card: string;
  readonly file: string;
  readonly path: string;
  readonly language: string;
  readonly hunk: HunkView;
  /** "2 of 3". */
  readonly place: string;
}

/** One hunk with its lines. Keys on it decide and open; moving between hunks is `hunk-focus.ts`, which knows them by `data-hunk`. */
export const Hunk = memo(({ run, card, file, path, language, hunk, place }: HunkProps) => {
  const { post } = usePanel();
  const box = useRef<HTMLLIElement>(null);
  const seen = useSeen(box);
  const where = { run, card, file, hunk: hunk.id };
  const name = `hunk ${place} of ${plainly(path)}`;
  const first = hunk.lines.find(({ type }) => type !== "context");
  const waits = hunk.status === "waiting";
  const open = () => post({ type: "open", ...where });
  const decide = (decision: "accept" | "reject") => post({ type: "decide", ...where, decision });
  const onKeyDown = (event: KeyboardEvent) => {
    const decision = event.altKey ? decisions.get(event.key) : undefined;
    if (decision !== undefined && waits && box.current !== null) {
      event.preventDefault();
      focusAfter(box.current);
      decide(decision);
    } else if (event.key === "Enter" && !event.altKey && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      open();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      box.current?.querySelector(".lines")?.scrollBy({ left: event.key === "ArrowLeft" ? -48 : 48 });
    }
  };
  return (
    <li
      ref={box}
      class={`hunk ${hunk.status}`}
      data-hunk={hunk.status}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      aria-label={`${spoken[hunk.status]} ${name}, line ${first?.now ?? first?.old ?? 1}`}
      aria-keyshortcuts={waits ? "Alt+Enter Alt+Backspace Enter" : "Enter"}
    >
      <div class="lines" dir="ltr" tabIndex={-1}>
        {seen ? <Lines lines={hunk.lines} language={language} /> : <PlainLines lines={hunk.lines} />}
        {hunk.more > 0 && (
          <button type="button" class="more" tabIndex={-1} onClick={open}>
            {hunk.more === 1 ? "1 more line" : `${hunk.more} more lines`}
          </button>
        )}
      </div>
      <span class="float">
        {hunk.status === "waiting" ? (
          <>
            <IconButton
              icon="close"
              label={`Reject ${name}`}
              title="Reject hunk (Alt+Backspace)"
              tabIndex={-1}
              onClick={() => decide("reject")}
            />
            <IconButton
              icon="check"
              tone="good"
              label={`Accept ${name}`}
              title="Accept hunk (Alt+Enter)"
              tabIndex={-1}
              onClick={() => decide("accept")}
            />
          </>
        ) : (
          <Verdict status={hunk.status} onOpen={open} />
        )}
      </span>
    </li>
  );
});

const decisions: ReadonlyMap<string, "accept" | "reject"> = new Map([
  ["Enter", "accept"],
  ["Backspace", "reject"],
]);

const spoken: Readonly<Record<HunkView["status"], string>> = {
  waiting: "Waiting",
  accepted: "Accepted",
  rejected: "Rejected",
  settled: "Already there:",
  conflict: "In conflict with your edits:",
};

interface VerdictProps {
  readonly status: Exclude<HunkView["status"], "waiting">;
  readonly onOpen: () => void;
}

function Verdict({ status, onOpen }: VerdictProps) {
  switch (status) {
    case "accepted":
      return <Tag icon="check" tone="good" text="Accepted" />;
    case "rejected":
      return <Tag icon="close" tone="dim" text="Rejected" />;
    case "settled":
      return <Tag icon="check" tone="dim" text="Already there" />;
    case "conflict":
      return (
        <>
          <Tag icon="warning" tone="warn" text="You changed these lines" />
          <IconButton icon="git-compare" label="Compare with your edits" tabIndex={-1} onClick={onOpen} />
        </>
      );
  }
}

interface TagProps {
  readonly icon: string;
  readonly tone: "good" | "warn" | "dim";
  readonly text: string;
}

function Tag({ icon, tone, text }: TagProps) {
  return (
    <span class={`tag ${tone}`}>
      <Icon name={icon} />
      {text}
    </span>
  );
}
