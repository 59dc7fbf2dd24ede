import type { FromPanel } from "../protocol/messages.ts";

/** What the editor gives a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The other side of the panel. */
export interface Host {
  post(message: FromPanel): void;
  /** What was last kept, or undefined; it lives through hiding, closing and reloading. */
  recall(): unknown;
  keep(state: unknown): void;
}

/** May be called once a page: the editor hands out its interface only once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    recall: () => api.getState(),
    keep: (state) => api.setState(state),
  };
}
