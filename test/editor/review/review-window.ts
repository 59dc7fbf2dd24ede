import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { Theme } from "../settings.ts";
import type { Workbench, WorkbenchOptions } from "../workbench.ts";
import { buildReviewExtension } from "./build.ts";
import type { ProposedTexts } from "./memory-desk.ts";

const callSchema = z.object({
  call: z.enum(["accept", "reject", "reopen", "revise"]),
  worker: z.string(),
  path: z.string().optional(),
  hunks: z.number(),
  text: z.string().optional(),
});

export interface ReviewWindow {
  readonly window: Workbench;
  /** What the desk was asked. */
  calls(): readonly z.infer<typeof callSchema>[];
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Other proposals, as after a retry. */
  propose(proposals: ProposedTexts): Promise<void>;
  /** Removes the folder; the window stays. */
  dispose(): void;
}

/** A window over a folder with these files, in which these changes are proposed. */
export async function openReview(
  open: (options: WorkbenchOptions) => Promise<Workbench>,
  files: Readonly<Record<string, string>>,
  proposals: ProposedTexts,
  { theme = "dark", settings = {} }: { readonly theme?: Theme; readonly settings?: WorkbenchOptions["settings"] } = {},
): Promise<ReviewWindow> {
  const state = mkdtempSync(join(tmpdir(), "tsr-review-"));
  const folder = join(state, "ledger");
  const [source, log] = [join(state, "proposals.json"), join(state, "calls.jsonl")];
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  writeFileSync(source, JSON.stringify(proposals));
  const window = await open({
    folder,
    theme,
    // A browser saves by itself unless told not to, a desktop does not.
    settings: { "files.autoSave": "off", "editor.minimap.enabled": false, ...settings },
    extensions: [await buildReviewExtension()],
    env: { TESSERA_TEST_PROPOSALS: source, TESSERA_TEST_CALLS: log },
  });
  return {
    window,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => callSchema.parse(JSON.parse(line)))
        : [],
    read: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined),
    write,
    remove: (path) => rmSync(join(folder, path)),
    propose: async (next) => {
      writeFileSync(source, JSON.stringify(next));
      await window.command("Tessera Test: Read the Proposals Again");
    },
    dispose: () => rmSync(state, { recursive: true, force: true }),
  };
}
