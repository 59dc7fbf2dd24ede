import { useMemo } from "preact/hooks";
import type { LineView } from "../../protocol/views.ts";
import { plainly } from "../text/hidden.ts";
import { highlighted } from "../text/highlight.ts";
import { byChange, type Segment, segments } from "../text/segments.ts";
import { changedWords } from "../text/word-diff.ts";

const signs: Readonly<Record<LineView["type"], string>> = { context: " ", removed: "−", added: "+" };

/** Lines with their numbers, in colour, and what changed within a line marked. */
export function Lines({ lines, language }: { readonly lines: readonly LineView[]; readonly language: string }) {
  const rows = useMemo(() => {
    const scopes = highlighted(lines, language);
    const changed = changedWords(lines);
    return lines.map(({ text }, index) => segments(text, scopes[index] ?? [], changed[index] ?? []));
  }, [lines, language]);
  return (
    <div class="code">
      {lines.map((line, index) => (
        <Line key={`${line.type} ${line.old} ${line.now}`} line={line} row={rows[index] ?? []} />
      ))}
    </div>
  );
}

function Line({ line, row }: { readonly line: LineView; readonly row: readonly Segment[] }) {
  return (
    <div class={`line ${line.type}`}>
      <span class="number" aria-hidden="true">
        {line.now ?? line.old}
      </span>
      <code>
        {`${signs[line.type]} `}
        {byChange(row).map(({ changed, segments: parts }, index) => {
          const shown = parts.map(drawn);
          return changed ? (
            <span key={`changed ${index}`} class="changed">
              {shown}
            </span>
          ) : (
            shown
          );
        })}
      </code>
    </div>
  );
}

function drawn({ text, scope, mark }: Segment, index: number) {
  if (scope === "" && !mark) return text;
  return (
    <span key={`${index} ${text}`} class={mark ? "hidden-mark" : `hljs-${scope}`}>
      {text}
    </span>
  );
}

/** The same lines as one text of the same height: what is not in sight costs next to nothing, and can still be read out. */
export function PlainLines({ lines }: { readonly lines: readonly LineView[] }) {
  return <pre class="code plain">{lines.map(({ type, text }) => `${signs[type]} ${plainly(text)}`).join("\n")}</pre>;
}
