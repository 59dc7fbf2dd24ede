import type { FileView, HunkView } from "../../protocol/views.ts";
import { memo } from "../memo.ts";
import { useOpen, usePanel } from "../panel-context.ts";
import { cardKey } from "../panel-state.ts";
import { plainly } from "../text/hidden.ts";
import { Hunk } from "./hunk.tsx";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";

interface FileChangesProps {
  readonly run: string;
  readonly card: string;
  readonly file: FileView;
}

const icons = { modify: "diff", create: "diff-added", delete: "diff-removed" } as const;
const kinds = { modify: "", create: "new file", delete: "deletes the file" } as const;

/** A changed file: its row, what to beware of, its hunks. Once all is decided, the hunks are folded away. */
export const FileChanges = memo(({ run, card, file }: FileChangesProps) => {
  const undecided = file.hunks.some(({ status }) => status === "waiting" || status === "conflict");
  const key = `${cardKey(run, card)}\n${file.id}\n${undecided ? "" : "decided"}`;
  const [open, setOpen] = useOpen(key, undecided);
  return (
    <>
      <FileRow run={run} card={card} file={file} open={open} onToggle={() => setOpen(!open)} />
      {file.warnings.map((warning) => (
        <div key={warning} class="file-warning warn">
          <Icon name="warning" />
          <span>{plainly(warning)}</span>
        </div>
      ))}
      {open && (
        <ul class="hunks" aria-label={`Hunks of ${plainly(file.path)}`}>
          {file.hunks.map((hunk, index) => (
            <Hunk
              key={hunk.id}
              run={run}
              card={card}
              file={file.id}
              path={file.path}
              language={file.language}
              hunk={hunk}
              place={`${index + 1} of ${file.hunks.length}`}
            />
          ))}
        </ul>
      )}
    </>
  );
});

interface FileRowProps extends FileChangesProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

function FileRow({ run, card, file, open, onToggle }: FileRowProps) {
  const { post } = usePanel();
  const place = { run, card, file: file.id };
  const waits = file.hunks.some(({ status }) => status === "waiting");
  const path = plainly(file.path);
  return (
    <div class="file">
      <button
        type="button"
        class="icon-button badge"
        aria-expanded={open}
        aria-label={`Hunks of ${path}`}
        onClick={onToggle}
      >
        <Icon name={icons[file.kind]} />
        <Icon name={open ? "chevron-down" : "chevron-right"} />
      </button>
      <button
        type="button"
        class="file-name"
        title={`${path}\nOpen diff`}
        onClick={() => post({ type: "open", ...place })}
      >
        <bdi>{plainly(file.name)}</bdi>
        {file.folder !== "" && <bdi class="file-folder">{plainly(file.folder)}</bdi>}
        <Counts file={file} />
      </button>
      {!waits && <span class="file-state">{decided(file.hunks)}</span>}
      <span class="file-actions">
        <IconButton
          wide
          icon="git-compare"
          label={`Open diff of ${path}`}
          title="Open diff"
          onClick={() => post({ type: "open", ...place })}
        />
        {waits && (
          <>
            <IconButton
              icon="close"
              label={`Reject ${path}`}
              title="Reject file"
              onClick={() => post({ type: "decide", ...place, decision: "reject" })}
            />
            <IconButton
              icon="check"
              label={`Accept ${path}`}
              title="Accept file"
              onClick={() => post({ type: "decide", ...place, decision: "accept" })}
            />
          </>
        )}
      </span>
    </div>
  );
}

function Counts({ file: { added, removed, kind } }: { readonly file: FileView }) {
  return (
    <span class="counts">
      {added > 0 && <span class="good">+{added}</span>}
      {removed > 0 && <span class="bad">−{removed}</span>}
      {kinds[kind] !== "" && <span class="dim">{kinds[kind]}</span>}
    </span>
  );
}

/** In a word, what became of a file none of whose hunks waits. */
function decided(hunks: readonly HunkView[]): string {
  const statuses = new Set(hunks.map(({ status }) => status));
  if (statuses.has("conflict")) return "Conflict";
  const [only] = statuses;
  if (statuses.size === 1 && only !== undefined) return decidedWords[only];
  return statuses.size === 0 ? "" : "Decided";
}

const decidedWords: Readonly<Record<HunkView["status"], string>> = {
  waiting: "",
  accepted: "Accepted",
  rejected: "Rejected",
  settled: "Already there",
  conflict: "Conflict",
};
