export interface PanelPage {
  /** Addresses that the webview may load: the bundle, the panel's styles, and codicons' styles, whose font lies beside them. */
  readonly script: string;
  readonly style: string;
  readonly codicons: string;
  /** What the host names as the source of its own files, such as `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for every page, and not to be guessed. */
  readonly nonce: string;
}

/**
 * The chat panel's page. Only its own script and styles are let in: nothing inline, nothing from afar, no image, no frame, no form.
 * The body is empty until the script runs.
 */
export function panelHtml({ script, style, codicons, cspSource, nonce }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escaped(codicons)}">
<link rel="stylesheet" href="${escaped(style)}">
<title>Tessera</title>
</head>
<body>
<div id="root"></div>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
