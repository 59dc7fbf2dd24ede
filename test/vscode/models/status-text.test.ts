import { expect, test } from "vitest";
import { statusText } from "../../../src/vscode/models/status-text.ts";

const offline = { id: "offline", label: "Offline", offline: true };
const claude = { id: "anthropic:claude-x", label: "Claude X", offline: false };

test("before anything was run the model alone is shown", () => {
  expect(statusText(offline, undefined)).toEqual({
    text: "$(debug-disconnect) Offline",
    spoken: "Tessera: model Offline",
    rows: [
      ["Model", "Offline (offline)"],
      ["At work", "nobody"],
    ],
  });
});

test("agents at work turn the icon, and what they cost stands beside it", () => {
  const { text, spoken, rows } = statusText(claude, { running: 2, tokens: 12_345, usd: 0.0412 });

  expect(text).toBe("$(sync~spin) 2 Claude X · 12,345 tokens · $0.0412");
  expect(spoken).toBe("Tessera: model Claude X, 2 agents at work, 12,345 tokens, $0.0412");
  expect(Object.fromEntries(rows)).toMatchObject({ "At work": "2 agents", Tokens: "12,345", Cost: "$0.0412" });
});

test("a cost nobody knows is no cost of nothing", () => {
  expect(statusText(claude, { running: 0, tokens: 1, usd: undefined })).toMatchObject({
    text: "$(hubot) Claude X · 1 token",
    rows: expect.arrayContaining([["Cost", "the model's price is not known"]]),
  });
  expect(statusText(offline, { running: 0, tokens: 9, usd: 0 }).rows).toContainEqual(["Cost", "$0.00"]);
});

test("a name that asks for an icon gets none", () => {
  const { text } = statusText({ id: "openai:x", label: "$(trash) x\n\u202ey", offline: false }, undefined);

  expect(text).toBe("$(hubot) $ (trash) x y");
});
