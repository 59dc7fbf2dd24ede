import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { type UserFiles, userFiles } from "../../../src/vscode/files/user-files.ts";

interface Place {
  readonly files: UserFiles;
  put(path: string, bytes: string | Buffer): void;
  bytes(path: string): string;
  open(path: string): Promise<vscode.TextDocument>;
}

async function within(use: (place: Place) => Promise<void>): Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "tsf-")));
  const root = join(home, "root");
  mkdirSync(root);
  try {
    await use({
      files: userFiles({ root, state: join(home, "state"), ripgrep: undefined }),
      put: (path, bytes) => writeFileSync(join(root, path), bytes),
      bytes: (path) => readFileSync(join(root, path), "latin1"),
      async open(path) {
        const document = await vscode.workspace.openTextDocument(join(root, path));
        await vscode.window.showTextDocument(document);
        return document;
      },
    });
  } finally {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    rmSync(home, { recursive: true, force: true });
  }
}

/** Resolves when the editor has the text: it reads again by itself what was written to disk. */
async function shows(document: vscode.TextDocument, text: string): Promise<void> {
  for (;;) {
    if (document.getText() === text) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

suite("what is accepted into files that are open", () => {
  test("the line ends of a file that mixes them stay as they are, byte for byte", async () => {
    await within(async ({ files, put, bytes, open }) => {
      put("a.js", "one\r\ntwo\nthree\r\nfour\r\n");
      const document = await open("a.js");
      const after = "one\r\ntwo\n3\r\nfour\r\n";
      await files.write([{ path: "a.js", before: "one\r\ntwo\nthree\r\nfour\r\n", after }], new Set());

      assert.equal(bytes("a.js"), after);
      await shows(document, after.replaceAll(/\r?\n/g, "\r\n"));
      assert.equal(document.isDirty, false);
    });
  });

  test("a file that is open beside it is edited where it is, so that the editor can undo it", async () => {
    await within(async ({ files, put, bytes, open }) => {
      put("a.js", "one\r\ntwo\n");
      put("b.js", "one\ntwo\n");
      await open("a.js");
      const document = await open("b.js");
      await files.write(
        [
          { path: "a.js", before: "one\r\ntwo\n", after: "1\r\ntwo\n" },
          { path: "b.js", before: "one\ntwo\n", after: "1\ntwo\n" },
        ],
        new Set(),
      );

      assert.deepEqual([bytes("a.js"), bytes("b.js")], ["1\r\ntwo\n", "1\ntwo\n"]);
      await vscode.commands.executeCommand("undo");
      assert.equal(document.getText(), "one\ntwo\n");
    });
  });

  test("an encoding that the editor has been told for a file of UTF-8 changes none of its bytes", async () => {
    const settings = vscode.workspace.getConfiguration("files");
    await settings.update("encoding", "windows1252", vscode.ConfigurationTarget.Global);
    try {
      await within(async ({ files, put, bytes, open }) => {
        put("a.js", "// é\none\n");
        const document = await open("a.js");
        assert.equal(document.encoding, "windows1252");
        await files.write([{ path: "a.js", before: "// é\none\n", after: "// é\n1\n" }], new Set());

        assert.equal(bytes("a.js"), Buffer.from("// é\n1\n").toString("latin1"));
      });
    } finally {
      await settings.update("encoding", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test("what the editor would do to a file as it is saved is not done to what is accepted", async () => {
    const settings = vscode.workspace.getConfiguration("files");
    await settings.update("trimTrailingWhitespace", true, vscode.ConfigurationTarget.Global);
    try {
      await within(async ({ files, put, bytes, open }) => {
        put("a.js", "one  \ntwo\n");
        await open("a.js");
        await files.write([{ path: "a.js", before: "one  \ntwo\n", after: "one  \n2\n" }], new Set());

        assert.equal(bytes("a.js"), "one  \n2\n");
      });
    } finally {
      await settings.update("trimTrailingWhitespace", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test("what is unsaved stays so, with its own line ends", async () => {
    await within(async ({ files, put, bytes, open }) => {
      put("a.js", "one\r\ntwo\n");
      const document = await open("a.js");
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), "zero\r\n");
      await vscode.workspace.applyEdit(edit);
      const before = document.getText();
      await files.write([{ path: "a.js", before, after: before.replace("two", "2") }], new Set());

      assert.equal(document.getText(), before.replace("two", "2"));
      assert.equal(document.isDirty, true);
      assert.equal(bytes("a.js"), "one\r\ntwo\n");
    });
  });

  test("what the editor cannot save is told, and stands unsaved in the editor beside what is saved", async () => {
    await within(async ({ files, put, bytes, open }) => {
      put("a.js", "one\n");
      put("b.js", "one\n");
      await open("b.js");
      const document = await open("a.js");
      // Somebody else writes to the file before it is saved, so the editor refuses.
      const meddling = vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
        if (uri.path === document.uri.path) put("a.js", "somebody else\n");
      });
      try {
        const write = (path: string) => ({ path, before: "one\n", after: "1\n" });
        assert.deepEqual(await files.write([write("a.js"), write("b.js")], new Set()), ["a.js"]);
      } finally {
        meddling.dispose();
      }

      assert.equal(document.getText(), "1\n");
      assert.equal(document.isDirty, true);
      assert.deepEqual([bytes("a.js"), bytes("b.js")], ["somebody else\n", "1\n"]);
    });
  });
});
