import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const many = Array.from(
  { length: 60 },
  (_, index) => `export function convertAmountNumber${index}(amount) {\n  return amount;\n}\n`,
);

test.each(["doc", "refactor"])(
  "a request of %s is at most its target and 600 tokens, however much the file exports",
  async (agent) => {
    using folder = new TemporaryFolder();
    const target = many.join("\n");
    folder.write({ "src/amounts.js": target, "package.json": "{}" });
    const model = scriptedModel(["Nothing.", "Nothing."]);

    await run(folder.path, model, { agent, files: ["src/amounts.js"] });

    const [prompt] = model.prompts;
    const all = [prompt?.system ?? "", JSON.stringify(prompt?.tools), prompt?.messages[0]?.text ?? ""];
    const tokens = all.reduce((sum, text) => sum + countTokens(text), 0);
    expect(tokens - countTokens(target)).toBeLessThanOrEqual(600);
  },
);
