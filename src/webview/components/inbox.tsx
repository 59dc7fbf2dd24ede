import type { InboxItem, ShellView } from "../../protocol/views.ts";
import { jumpTo } from "../jump.ts";
import { useOpen, usePanel } from "../panel-context.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

/** All that waits for the user, in one place; each row leads to where it is decided. */
export function Inbox({ items }: { readonly items: ShellView["inbox"] }) {
  const pressing = items.some(({ type }) => type !== "review");
  return items.length === 0 ? null : <Rows key={String(pressing)} items={items} pressing={pressing} />;
}

/** What is only to be reviewed is told in a word; what keeps agents waiting is seen at once. */
function Rows({ items, pressing }: { readonly items: readonly InboxItem[]; readonly pressing: boolean }) {
  const { memory } = usePanel();
  const [open, setOpen] = useOpen(pressing ? "inbox pressing" : "inbox", pressing);
  return (
    <section class="inbox" aria-label="Waiting for you">
      <button type="button" class="inbox-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span>Waiting for you</span>
        <span class={pressing ? "count pressing" : "count"}>{items.length}</span>
      </button>
      {open && (
        <ul>
          {items.map((item) => (
            <li key={`${item.run} ${item.card} ${item.question} ${item.type} ${item.title}`}>
              <button
                type="button"
                class="inbox-item"
                title={plainly(`${item.title}\n${item.text}`)}
                onClick={() => jumpTo(item, memory)}
              >
                <Icon name={item.icon} tone={item.type === "review" ? "dim" : "warn"} />
                <strong>{plainly(item.title)}</strong>
                <span class="dim">{plainly(item.text)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
