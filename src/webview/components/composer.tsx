import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ShellView } from "../../protocol/views.ts";
import { withAsked } from "../kept.ts";
import { usePanel } from "../panel-context.ts";
import type { PanelState } from "../panel-state.ts";
import { completed, queryAt } from "../text/mentions.ts";
import { CompletionList } from "./completion-list.tsx";
import { ComposerBar } from "./composer-bar.tsx";

interface ComposerProps {
  readonly shell: ShellView;
  readonly completions: PanelState["completions"];
  readonly compose: PanelState["compose"];
  /** What was asked in the runs shown, oldest first. */
  readonly requests: readonly string[];
  /** The newest run that works. */
  readonly working: string | undefined;
}

const longest = 20_000;

/** Where the user asks. What is typed survives everything but being sent. */
export function Composer({ shell, completions, compose, requests, working }: ComposerProps) {
  const { post, memory } = usePanel();
  const [draft, setDraft] = useState(memory.kept.draft);
  const [cursor, setCursor] = useState(draft.length);
  const [chosen, setChosen] = useState(0);
  /** The query whose list was closed by Escape. */
  const [closed, setClosed] = useState<string>();
  /** How far back in what was asked, and the draft that was left for it. */
  const [back, setBack] = useState({ steps: 0, draft: "" });
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();

  const query = queryAt(draft, cursor);
  const asked = query?.text;
  const items = query !== undefined && completions.query === query.text ? completions.items : [];
  const isOpen = items.length > 0 && closed !== asked;
  const at = Math.min(chosen, items.length - 1);

  const write = (text: string, place: number) => {
    setDraft(text);
    setCursor(place);
    setChosen(0);
    memory.change({ draft: text });
    const { current } = field;
    if (current === null) return;
    current.value = text;
    current.setSelectionRange(place, place);
  };

  useEffect(() => {
    if (asked !== undefined) post({ type: "complete", query: asked.slice(0, 500) });
  }, [post, asked]);

  useEffect(() => {
    if (compose.turn === 0) return;
    const text = draft.trim() === "" ? compose.text : `${draft.trimEnd()} ${compose.text}`;
    write(text, text.length);
    field.current?.focus();
    // A text is put in once, when it comes.
  }, [compose.turn]);

  useLayoutEffect(() => {
    const { current } = field;
    if (current === null) return;
    current.style.setProperty("height", "auto");
    current.style.setProperty("height", `${current.scrollHeight}px`);
  }, [draft]);

  // A text area with a list is a combobox; without one it is a text area, and is read as that.
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null || !isOpen) return;
    current.setAttribute("role", "combobox");
    current.setAttribute("aria-expanded", "true");
    return () => {
      current.removeAttribute("role");
      current.removeAttribute("aria-expanded");
    };
  }, [isOpen]);

  const complete = (place: number) => {
    const item = items[place];
    if (item === undefined || query === undefined) return;
    const next = completed(draft, query, item.insert);
    write(next.draft, next.cursor);
    field.current?.focus();
  };

  const send = () => {
    const text = draft.trim().slice(0, longest);
    if (text === "") return;
    post({ type: "ask", text });
    memory.change({ asked: withAsked(memory.kept.asked, text) });
    setBack({ steps: 0, draft: "" });
    write("", 0);
  };

  const recall = (steps: number) => {
    const past = withoutRepeats([...memory.kept.asked, ...requests]);
    if (steps < 0 || steps > past.length) return;
    const left = back.steps === 0 ? draft : back.draft;
    const text = steps === 0 ? left : (past.at(-steps) ?? "");
    setBack({ steps, draft: left });
    write(text, text.length);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const done = isOpen ? listKey(event) : draftKey(event);
    if (done) event.preventDefault();
  };

  const listKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (key === "ArrowDown") setChosen((at + 1) % items.length);
    else if (key === "ArrowUp") setChosen((at + items.length - 1) % items.length);
    else if (key === "Escape") setClosed(asked);
    else if (key === "Tab" && !shiftKey) complete(at);
    else if (key === "Enter" && !shiftKey) {
      // A word that is already complete is sent, not completed again.
      if (items[at]?.insert.trimEnd() === asked) send();
      else complete(at);
    } else return false;
    return true;
  };

  const draftKey = ({ key, shiftKey, altKey }: KeyboardEvent): boolean => {
    const atEdge = draft === "" || back.steps > 0;
    if (key === "Enter" && !shiftKey && !altKey) send();
    else if (key === "ArrowUp" && (atEdge || cursor === 0)) recall(back.steps + 1);
    else if (key === "ArrowDown" && back.steps > 0) recall(back.steps - 1);
    else return false;
    return true;
  };

  const follow = () => setCursor(field.current?.selectionStart ?? draft.length);

  return (
    <div class="composer">
      {isOpen && <CompletionList id={list} items={items} chosen={at} onChoose={complete} />}
      <textarea
        ref={field}
        class="draft"
        dir="auto"
        rows={1}
        maxLength={longest}
        value={draft}
        placeholder="Ask, / for an agent, # for a file"
        aria-label="Ask Tessera"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={list}
        aria-activedescendant={isOpen ? `${list}-${at}` : undefined}
        spellcheck={false}
        onInput={({ currentTarget }) => {
          setClosed(undefined);
          setBack({ steps: 0, draft: "" });
          setDraft(currentTarget.value);
          setCursor(currentTarget.selectionStart);
          setChosen(0);
          memory.change({ draft: currentTarget.value });
        }}
        onKeyDown={onKeyDown}
        onKeyUp={follow}
        onClick={follow}
        onBlur={() => setClosed(asked)}
      />
      <ComposerBar shell={shell} ready={draft.trim() !== ""} working={working} onSend={send} />
    </div>
  );
}

/** The same request once, at its last place. */
function withoutRepeats(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => text !== "" && texts.lastIndexOf(text) === index);
}
