import type { Source } from "./sources.ts";

/** Components as people write them, since packages are shipped without JSX; texts that look like comments are part of it. */
export const componentSources: readonly Source[] = [
  {
    path: "card.jsx",
    text: `import { useState } from "react";

/** A card that opens. */
export function Card({ title, children, url = "https://example.org/a//b" }) {
  const [open, setOpen] = useState(false); // closed at first
  return (
    <section className="card" onClick={() => setOpen(!open)}>
      {/* the head */}
      <h2>
        {title} // not a comment
      </h2>
      <p>/* neither is this */ and it is text &amp; more</p>
      <a href={url /* kept */}>{open ? "close // it" : \`open \${title} /* now */\`}</a>
      {open && (
        <>
          {children}
          {/* a note
              of two lines */}
          <hr />
        </>
      )}
    </section>
  );
}
`,
  },
  {
    path: "table.tsx",
    text: `import * as React from "react";

interface Row<T> {
  readonly id: string; // unique
  readonly value: T;
}

// A table of rows.
export function Table<T,>({ rows, render }: { rows: readonly Row<T>[]; render(value: T): React.ReactNode }) {
  const words = /\\/\\*|\\*\\//g; /* a regex of marks */
  const first = rows[0]?.id.replace(words, "//");
  return (
    <table data-first={first}>
      <tbody>
        {rows.map((row) => (
          // one row each
          <tr key={row.id}>
            <td>{row.id}: // {row.id.length} letters</td>
            <td title="// {no comment}">{render(row.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default function App(): React.ReactElement {
  return <Table rows={[{ id: "a", value: 1 }]} render={(value) => <b>{value / 2} /{/* half */}/</b>} />;
}
`,
  },
  {
    path: "form.jsx",
    text: `"use strict";

const steps = [
  // in order
  "name",
  "mail", // with @
];

export class Form extends Component {
  state = { step: 0 }
  static title = "Form"

  next = () => {
    this.setState(({ step }) => ({ step: step + 1 }))
    return
  }

  render() {
    const { step } = this.state
    return <form>
      {steps.map((name, index) => <label key={name} hidden={index !== step}>{name}</label>)}
      Step {step + 1} of {steps.length} {/* so far */}
      http://example.org
      <button type="button" onClick={this.next}>Next</button>
    </form>
  }
}
`,
  },
];
