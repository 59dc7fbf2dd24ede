import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { always, httpServer } from "../../support/http-server.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { copyExample } from "../example.ts";
import { startEditorModel } from "../model-server.ts";
import { modelProvider, project } from "../places.ts";
import type { Workbench } from "../workbench.ts";
import { test } from "./window-test.ts";

const rows = ({ page }: Workbench) => page.locator(".quick-input-list");
const status = ({ page }: Workbench, text: string) => page.locator(".statusbar-item", { hasText: text });
const toast = ({ page }: Workbench, text: string) => page.locator(".notifications-toasts").getByText(text);

/** Opens the list of models and waits until it is whole. */
async function openList(window: Workbench): Promise<void> {
  await window.command("Tessera: Select Model");
  await rows(window).getByText("Find local servers").waitFor();
  await rows(window).locator(".codicon-loading").first().waitFor({ state: "hidden" });
}

test("a model that an extension offers is chosen by keyboard, serves a whole run, and is still chosen after a reload", async ({
  open,
}) => {
  using folder = new TemporaryFolder();
  await using model = await startEditorModel(({ messages }) =>
    JSON.stringify(messages).includes("return 3;")
      ? [
          {
            type: "tool-call",
            id: "c1",
            name: "propose",
            input: { edits: [{ find: "return 3;", replace: "return 4;" }], summary: "A year has four quarters." },
          },
        ]
      : [{ type: "text", text: "I cannot." }],
  );
  const window = await open({
    folder: copyExample(folder.path),
    extensions: [project, modelProvider],
    env: { TESSERA_TEST_MODEL_URL: model.url, TESSERA_HOME: join(folder.path, "state") },
  });

  await openList(window);
  await window.page.keyboard.type("Tessera Test");
  await window.page.keyboard.press("Enter");
  await status(window, "Tessera Test 1").waitFor();
  await window.command("Tessera: Fix Failing Tests");
  await window.panel().getByText("A year has four quarters.").waitFor({ timeout: 60_000 });
  await window.panel().getByText("2 failing tests pass").first().waitFor();
  await status(window, "tokens").waitFor();
  await window.screenshot("models-run");
  await window.reload();
  await status(window, "Tessera Test 1").waitFor();

  const [asked] = model.requests;
  expect(asked?.tools.map(({ name }) => name)).toContain("propose");
  expect(asked?.messages[0]?.content[0]).toMatchObject({ text: expect.stringContaining("You repair") });
});

test("a key is checked, refused without being shown, stored, and serves after a reload; a folder's address gets none of it", async ({
  open,
}) => {
  using folder = new TemporaryFolder();
  const good = "sk-ant-good-1234567890";
  await using evil = await httpServer(always(200, '{"data":[{"id":"evil"}]}'));
  await using server = await httpServer((request, response) => {
    const key = request.headers["x-api-key"];
    if (key === good) response.end('{"data":[{"id":"claude-x","display_name":"Claude X"}]}');
    else response.writeHead(401).end(JSON.stringify({ error: { message: `invalid x-api-key: ${key}` } }));
  });
  const ledger = copyExample(folder.path);
  mkdirSync(join(ledger, ".vscode"));
  writeFileSync(
    join(ledger, ".vscode", "settings.json"),
    JSON.stringify({
      "tessera.anthropic.baseUrl": evil.url,
      "tessera.openai.baseUrl": evil.url,
      "tessera.model": "x:y",
    }),
  );
  const window = await open({
    folder: ledger,
    settings: { "tessera.anthropic.baseUrl": server.url },
    env: { TESSERA_HOME: join(folder.path, "state") },
  });
  const { page } = window;
  const type = async (key: string) => {
    const input = page.locator('.quick-input-widget input[type="password"]');
    await input.fill(key);
    await input.press("Enter");
  };

  await window.command("Tessera: Set API Key");
  await rows(window).getByText("Anthropic", { exact: true }).click();
  await type("sk-ant-bad-1234567890");
  await toast(window, "The key was not stored.").waitFor();
  await window.screenshot("models-key-refused");
  expect(await toast(window, "The key was not stored.").textContent()).not.toContain("1234567890");
  await page.getByRole("button", { name: "Try Again" }).click();
  await type(good);
  await expect
    .poll(() => server.requests.some(({ headers }) => headers["x-api-key"] === good), { timeout: 20_000 })
    .toBe(true);
  // What is listed is what the key is good for; the list is opened again until the key has arrived.
  await expect
    .poll(
      async () => {
        await openList(window);
        return rows(window).getByText("Claude X").count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await window.reload();
  await openList(window);
  await rows(window).getByText("Claude X").click();
  await status(window, "Claude X").waitFor();

  const sent = server.requests.map(({ headers }) => headers["x-api-key"]);
  expect(sent[0]).toBe("sk-ant-bad-1234567890");
  expect(sent.at(-1)).toBe(good);
  expect(evil.requests).toEqual([]);
});

test("servers on this machine are asked only when that is wanted", async ({ open }) => {
  using folder = new TemporaryFolder();
  await using lmStudio = await httpServer(always(200, '{"data":[{"id":"qwen-x"},{"id":"text-embedding-x"}]}'), 1234);
  const window = await open({ folder: copyExample(folder.path), env: { TESSERA_HOME: join(folder.path, "state") } });

  await openList(window);
  await window.page.keyboard.press("Escape");
  expect(lmStudio.requests).toEqual([]);
  await openList(window);
  await rows(window).getByText("Find local servers").click();
  await rows(window).getByText("Look again").waitFor();
  await window.screenshot("models-local");
  await rows(window).getByText("qwen-x").click();
  await status(window, "qwen-x").waitFor();

  expect(lmStudio.requests).toMatchObject([{ url: "/v1/models" }]);
});
