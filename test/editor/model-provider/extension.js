const vscode = require("vscode");
const { describeRequest, partOf } = require("./wire.js");

const model = {
  id: "tessera-test-1",
  name: "Tessera Test 1",
  family: "tessera-test",
  version: "1",
  maxInputTokens: 100_000,
  maxOutputTokens: 10_000,
  capabilities: { toolCalling: true },
};

/** Offers one model of vendor "tessera-test" whose every request is answered by the server at `tessera-test.url`. */
exports.activate = (context) => {
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: respond,
    provideTokenCount: async (_, text) =>
      Math.ceil((typeof text === "string" ? text : JSON.stringify(text)).length / 4),
  };
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider("tessera-test", provider),
    vscode.commands.registerCommand("tessera-test.ask", ask),
  );
};

/** Posts the request; the answer is one JSON object a line, each passed on as it comes. */
async function respond(asked, messages, options, progress, token) {
  const url = vscode.workspace.getConfiguration("tessera-test").get("url") || process.env.TESSERA_TEST_MODEL_URL;
  if (!url)
    throw new Error("Set tessera-test.url or TESSERA_TEST_MODEL_URL to the server that answers for the test model.");
  const cancelled = new AbortController();
  token.onCancellationRequested(() => cancelled.abort());
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(describeRequest(asked, messages, options)),
    signal: cancelled.signal,
  });
  if (!answer.ok) throw new Error(`The test model's server answered ${answer.status}: ${await answer.text()}`);
  for await (const line of linesOf(answer.body)) progress.report(partOf(JSON.parse(line)));
}

async function* linesOf(body) {
  let rest = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${piece}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line.trim() !== "");
  }
  if (rest.trim() !== "") yield rest;
}

/** Asks the model as any extension would, and shows what it says. */
async function ask() {
  const [chosen] = await vscode.lm.selectChatModels({ vendor: "tessera-test" });
  if (chosen === undefined) {
    vscode.window.showErrorMessage("The editor offers no model of vendor tessera-test.");
    return;
  }
  const response = await chosen.sendRequest([vscode.LanguageModelChatMessage.User("Who is there?")]);
  let text = "";
  for await (const piece of response.text) text += piece;
  vscode.window.showInformationMessage(`${chosen.name} says: ${text}`);
}
