import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const project = fileURLToPath(new URL("../../", import.meta.url));

/** What is built for tests in an editor. */
export const tools = fileURLToPath(new URL("../../.vscode-test/", import.meta.url));

/**
 * Where editors are installed, one for all checkouts. Never inside the project: the editor takes every theme below the one
 * extension in development for that extension's own, and would start with its own first theme instead of the one that is set.
 */
export const editors = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tessera-editor-tests");

/** Pictures and logs that runs leave behind. */
export const artefacts = fileURLToPath(new URL("artefacts/", import.meta.url));

/** The node the project runs on, whichever one started this process. */
export const node = fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url));

/** The stand-in for the `code` executable of a desktop. */
export const standIn = fileURLToPath(new URL("code.ts", import.meta.url));

/** An extension that offers a language model to the editor and lets a server of the test answer for it. */
export const modelProvider = fileURLToPath(new URL("model-provider", import.meta.url));
