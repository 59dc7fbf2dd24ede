import { expect, test } from "vitest";
import { panelHtml } from "../../src/vscode/panel-html.ts";

const page = {
  script: "https://host/webview.js",
  style: "https://host/panel.css",
  codicons: "https://host/codicon.css",
  cspSource: "https://host",
  nonce: "abc",
};

test("T54: the page lets in its own script by nonce and its own styles and font, and nothing else", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panelHtml(page))?.[1];

  expect(policy?.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc'",
    "style-src https://host",
    "font-src https://host",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test("T56: the page has no inline script, style or handler", () => {
  const html = panelHtml(page);

  expect(html.match(/<script[^>]*>[^<]/)).toBeNull();
  expect(html).not.toContain("<style");
  expect(html).not.toMatch(/\s(style|on\w+)=/);
});

test("T56: what it is given cannot leave its attribute", () => {
  expect(panelHtml({ ...page, style: 'x"><script>' })).not.toContain("<script>");
});
