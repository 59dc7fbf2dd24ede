import { expect, test } from "vitest";
import { nameOfModel, readModelId } from "../../../src/core/models/model-id.ts";

test.each([
  ["offline", { type: "offline" }, "Offline"],
  ["", { type: "offline" }, "Offline"],
  ["anthropic:claude-x", { type: "remote", provider: "anthropic", model: "claude-x" }, "claude-x"],
  ["ollama:qwen2.5-coder:7b", { type: "remote", provider: "ollama", model: "qwen2.5-coder:7b" }, "qwen2.5-coder:7b"],
  ["openai:org/model", { type: "remote", provider: "openai", model: "org/model" }, "org/model"],
  ["editor:copilot/gpt-x", { type: "editor", name: "copilot/gpt-x" }, "gpt-x"],
  ["editor:router/org/model:free", { type: "editor", name: "router/org/model:free" }, "org/model:free"],
  ["openai:", { type: "unknown" }, "openai:"],
  ["gpt-5", { type: "unknown" }, "gpt-5"],
  ["toString:x", { type: "unknown" }, "toString:x"],
])("the id %j is read and named", (id, named, name) => {
  expect(readModelId(id)).toEqual(named);
  expect(nameOfModel(id)).toBe(name);
});
