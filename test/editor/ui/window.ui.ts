import { expect } from "vitest";
import { startEditorModel } from "../model-server.ts";
import { modelProvider } from "../places.ts";
import { packageExtension } from "../vsix.ts";
import { test } from "./window-test.ts";

test("a model that an extension offers answers in a user's window, and again after a reload and a crash; once stopped, nothing listens", async ({
  open,
}) => {
  await using model = await startEditorModel((_, index) => [{ type: "text", text: `answer ${index + 1}` }]);
  const window = await open({ vsix: [packageExtension(modelProvider)], env: { TESSERA_TEST_MODEL_URL: model.url } });
  const toast = (text: string) => window.page.locator(".notifications-toasts").getByText(text).first();

  await window.command("Tessera Test: Ask the Model");
  await toast("Tessera Test 1 says: answer 1").waitFor();
  await window.reload();
  await window.command("Tessera Test: Ask the Model");
  await toast("answer 2").waitFor();
  await window.killExtensionHost();
  await window.command("Tessera Test: Ask the Model");
  await toast("answer 3").waitFor();

  const address = window.page.url();
  await window.stop();

  expect(model.requests).toHaveLength(3);
  expect(model.requests[0]?.messages).toEqual([{ role: "user", content: [{ type: "text", text: "Who is there?" }] }]);
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});
