import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { usePanel } from "../panel-context.ts";
import { plainly } from "../text/hidden.ts";
import { renderMarkdown } from "../text/markdown.ts";

interface MarkdownProps {
  readonly text: string;
  /** One line among others rather than blocks. */
  readonly inline?: boolean;
}

/** Markdown from the host. A link does nothing by itself: the host is told, shows the whole address and asks. */
export function Markdown({ text, inline = false }: MarkdownProps) {
  const { post } = usePanel();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(renderMarkdown(plainly(text), { inline }));
  }, [text, inline]);
  useEffect(() => {
    const { current } = place;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null) return;
      event.preventDefault();
      const href = link.getAttribute("href") ?? "";
      if (href !== "") post({ type: "link", href: href.slice(0, 2000) });
    };
    current?.addEventListener("click", follow);
    current?.addEventListener("auxclick", follow);
    return () => {
      current?.removeEventListener("click", follow);
      current?.removeEventListener("auxclick", follow);
    };
  }, [post]);
  return <div class={inline ? "markdown inline" : "markdown"} ref={place} />;
}
