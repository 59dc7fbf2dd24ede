import { window } from "vscode";

/** Shows at the view that agents are at work. It stands in the way of the view's badge, so it is not shown while one of them waits for the user. */
export class Busy {
  #end: (() => void) | undefined;

  show(isBusy: boolean): void {
    if (isBusy === (this.#end !== undefined)) return;
    this.#end?.();
    this.#end = undefined;
    if (!isBusy) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = resolve;
    window.withProgress({ location: { viewId: "tessera.chat" } }, () => promise);
  }
}
