const vscode = require("vscode");

const { LanguageModelChatMessageRole, LanguageModelChatToolMode } = vscode;
const { LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelToolResultPart } = vscode;

/**
 * A request as JSON: `{ model, messages: [{ role, content }], tools, toolMode, modelOptions }`, where content is a list of
 * `{ type: "text", text }`, `{ type: "tool-call", id, name, input }` and `{ type: "tool-result", id, content }`.
 */
exports.describeRequest = (model, messages, options) => {
  return {
    model: model.id,
    messages: messages.map(({ role, content }) => {
      return {
        role: role === LanguageModelChatMessageRole.Assistant ? "assistant" : "user",
        content: content.map(describePart),
      };
    }),
    tools: (options.tools ?? []).map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    toolMode: options.toolMode === LanguageModelChatToolMode.Required ? "required" : "auto",
    modelOptions: options.modelOptions ?? {},
  };
};

function describePart(part) {
  if (part instanceof LanguageModelTextPart) return { type: "text", text: part.value };
  if (part instanceof LanguageModelToolCallPart) {
    return { type: "tool-call", id: part.callId, name: part.name, input: part.input };
  }
  if (part instanceof LanguageModelToolResultPart) {
    return { type: "tool-result", id: part.callId, content: part.content.map(describePart) };
  }
  return { type: "other", value: part };
}

/** The part of an answer that one line of it says. */
exports.partOf = (line) => {
  switch (line.type) {
    case "text":
      return new LanguageModelTextPart(line.text);
    case "tool-call":
      return new LanguageModelToolCallPart(line.id, line.name, line.input);
    default:
      throw new Error(`A line of the test model's answer has the unknown type ${JSON.stringify(line.type)}.`);
  }
};
