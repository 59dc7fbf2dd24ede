import { expect } from "vitest";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { startEditorModel } from "../model-server.ts";
import { modelProvider, project } from "../places.ts";
import { test } from "./window-test.ts";

test("a model of the editor serves a whole run: asked once, with tools, it mends the failing test", async ({
  open,
}) => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  await using model = await startEditorModel(() => [
    { type: "tool-call", id: "c1", name: "propose", input: { edits: [mend], summary: "A total of 100 counts too." } },
  ]);
  const window = await open({
    folder: folder.path,
    extensions: [project, modelProvider],
    settings: { "tessera.model": "editor:tessera-test/tessera-test-1" },
    env: { TESSERA_TEST_MODEL_URL: model.url },
  });

  await window.openView("Tessera");
  await window.panel().getByText("Fix the failing tests").click();
  const card = window.panel().getByRole("article").first();
  await card.getByText("A total of 100 counts too.").waitFor({ timeout: 60_000 });
  await card
    .getByText(/proved/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await window.screenshot("editor-model");

  expect(model.requests).toHaveLength(1);
  expect(model.requests[0]?.tools.map(({ name }) => name)).toContain("propose");
  expect(folder.contents()).toEqual(shop);
});
