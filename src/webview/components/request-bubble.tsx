import { plainly } from "../text/hidden.ts";
import { requestParts } from "../text/mentions.ts";

/** What the user asked; a file goes by its last name and tells its path when pointed at. */
export function RequestBubble({ request }: { readonly request: string }) {
  return (
    <div class="request" dir="auto">
      {requestParts(request).map(({ type, text }, index) => {
        const key = `${index} ${text}`;
        if (type === "text") return <span key={key}>{plainly(text)}</span>;
        const shown = type === "file" ? `#${text.slice(1).split("/").at(-1) || text.slice(1)}` : text;
        return (
          <bdi key={key} class="mention" title={plainly(text.slice(1))}>
            {plainly(shown)}
          </bdi>
        );
      })}
    </div>
  );
}
