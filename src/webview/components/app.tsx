import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { keepOneStop, moveByKey, moveStop } from "../hunk-focus.ts";
import { usePanel } from "../panel-context.ts";
import type { Store } from "../store.ts";
import { plainly } from "../text/hidden.ts";
import { useFocusKept } from "../use-focus-kept.ts";
import { useReveal } from "../use-reveal.ts";
import { useScroll } from "../use-scroll.ts";
import { Composer } from "./composer.tsx";
import { Icon } from "./icon.tsx";
import { Inbox } from "./inbox.tsx";
import { LiveRegion } from "./live-region.tsx";
import { Notice } from "./notice.tsx";
import { ReviewBar } from "./review-bar.tsx";
import { Run } from "./run.tsx";
import { Welcome } from "./welcome.tsx";

/** The whole panel. */
export function App({ store }: { readonly store: Store }) {
  const { memory } = usePanel();
  const [state, setState] = useState(store.state);
  const view = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // What came before the watch is not missed.
    setState(store.state);
    return store.watch(setState);
  }, [store]);
  useScroll(view, memory, state.runs);
  useReveal(view, state.reveal);
  useFocusKept(view);
  useEffect(() => {
    // On the document, so that j and k lead into the hunks from wherever nothing is typed.
    const onKeyDown = (event: KeyboardEvent) => {
      if (view.current !== null && moveByKey(view.current, event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  useLayoutEffect(() => {
    if (view.current !== null) keepOneStop(view.current);
  });

  const { runs, shell } = state;
  if (shell === undefined) return <div class="panel" aria-busy="true" />;
  const ready = shell.state === "ready";
  return (
    <div class="panel">
      {shell.banner !== "" && (
        <div class="banner" role="note">
          <Icon name="warning" tone="warn" />
          <span>{plainly(shell.banner)}</span>
        </div>
      )}
      {ready && <Inbox items={shell.inbox} />}
      <main
        ref={view}
        class="view"
        data-hunks
        aria-label="Runs"
        onFocusIn={(event) => moveStop(event.currentTarget, event.target)}
      >
        {shell.state !== "ready" && <Stop state={shell.state} />}
        {ready && runs.length === 0 && (
          <Welcome shell={shell} onDraft={(text) => store.take({ type: "compose", text })} />
        )}
        {runs.map((part) => (
          <Run key={part.head.run} part={part} details={state.details} />
        ))}
      </main>
      {ready && (
        <footer class="foot">
          <ReviewBar pending={shell.pending} />
          <Composer
            shell={shell}
            completions={state.completions}
            compose={state.compose}
            requests={runs.map(({ head }) => head.request)}
            working={runs.findLast(({ head }) => head.working)?.head.run}
          />
        </footer>
      )}
      <LiveRegion said={state.said} />
    </div>
  );
}

/** Where nothing may run, and how that is changed. */
function Stop({ state }: { readonly state: "untrusted" | "empty" }) {
  return state === "untrusted" ? (
    <Notice
      icon="shield"
      title="This folder is in Restricted Mode"
      text="Tessera's agents run the project's tests, so they start only in folders that you trust."
      button="Manage Workspace Trust"
      command="trust"
    />
  ) : (
    <Notice
      icon="folder-opened"
      title="No folder is open"
      text="Tessera's agents work on the files of a project. Open its folder to begin."
      button="Open Folder"
      command="openFolder"
    />
  );
}
