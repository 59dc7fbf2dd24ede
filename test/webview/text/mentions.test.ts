import { expect, test } from "vitest";
import { completed, queryAt, requestParts } from "../../../src/webview/text/mentions.ts";

test("commands, agents and files are found at the start of words, a command only at the start of all", () => {
  expect(requestParts("/fix #src/a.js, then ask @doc: a/b or /not").filter(({ type }) => type !== "text")).toEqual([
    { type: "command", text: "/fix" },
    { type: "file", text: "#src/a.js" },
    { type: "agent", text: "@doc" },
  ]);
});

test("the parts joined are the request", () => {
  for (const request of ["", "plain", "a@b.c #1 #", "/fix", "see #a.js!", "# / @", "line\n#b.ts\n"]) {
    const joined = requestParts(request)
      .map(({ text }) => text)
      .join("");
    expect(joined).toBe(request);
  }
});

test("the word before the cursor is what is completed", () => {
  expect(queryAt("/fi", 3)).toEqual({ text: "/fi", from: 0, to: 3 });
  expect(queryAt("/fix #src/a.js please", 10)).toEqual({ text: "#src/", from: 5, to: 14 });
  expect(queryAt("tell @", 6)).toEqual({ text: "@", from: 5, to: 6 });
});

test("plain words, addresses and a second command are not completed", () => {
  for (const draft of ["", "fix", "a@b", "a#b", "see /fix", "#a.js "]) {
    expect(queryAt(draft, draft.length)).toBeUndefined();
  }
});

test("a completion replaces the whole word and goes on behind one space", () => {
  const draft = "/fix #sr please";
  const query = queryAt(draft, 8) ?? { text: "", from: 0, to: 0 };

  expect(completed(draft, query, "#src/a.js")).toEqual({ draft: "/fix #src/a.js please", cursor: 15 });
  expect(completed("/f", { text: "/f", from: 0, to: 2 }, "/fix ")).toEqual({ draft: "/fix ", cursor: 5 });
});
