import { render } from "preact";
import { App } from "./components/app.tsx";
import { connectHost } from "./host.ts";
import { Memory } from "./memory.ts";
import { PanelContext } from "./panel-context.ts";
import { isToPanel } from "./read-message.ts";
import { Sight } from "./sight.ts";
import { Store } from "./store.ts";

const host = connectHost();
const memory = new Memory(host);
const store = new Store();

window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (isToPanel(data)) store.take(data);
});
window.addEventListener("pagehide", () => memory.flush());
document.addEventListener("visibilitychange", () => memory.flush());

const root = document.getElementById("root");
if (root !== null) {
  render(
    <PanelContext.Provider value={{ post: host.post, memory, sight: new Sight() }}>
      <App store={store} />
    </PanelContext.Provider>,
    root,
  );
}
host.post({ type: "ready" });
