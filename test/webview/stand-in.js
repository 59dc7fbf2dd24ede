// Runs in the page before anything of it: what the editor's webview gives, and ears for what must not happen.
// TESSERA_THEME and TESSERA_ANSWERS are put before this text.
window.posted = [];
window.violations = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  window.violations.push(`${violatedDirective} ${blockedURI}`);
});
window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    window.posted.push(message);
    if (message.type === "ready") for (const answer of TESSERA_ANSWERS) window.postMessage(answer);
  },
  getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
  setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
});
document.addEventListener("DOMContentLoaded", () => {
  document.body.className = TESSERA_THEME.kind;
  for (const [name, value] of Object.entries(TESSERA_THEME.variables)) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
});
