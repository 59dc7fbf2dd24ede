import { test as base } from "vitest";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../workbench.ts";

/** A test that opens windows: they end with it, and leave a picture in test/editor/artefacts when it fails. */
export const test = base.extend<{ open: (options: WorkbenchOptions) => Promise<Workbench> }>({
  open: async ({ task }, use) => {
    const opened: Workbench[] = [];
    await use(async (options) => {
      const workbench = await openWorkbench(options);
      opened.push(workbench);
      return workbench;
    });
    for (const workbench of opened) {
      const name = `failed-${task.name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .slice(0, 80)}`;
      if (task.result?.state === "fail") await workbench.screenshot(name);
      await workbench.stop();
    }
  },
});
