import type { Memento } from "vscode";
import { nameOfModel } from "../../core/models/model-id.ts";

const KEY = "tessera.modelLabel";

/** What the server called the model that was chosen last, so that it need not be asked again for a name to show. */
export interface Labels {
  of(id: string): string;
  remember(model: { readonly id: string; readonly label: string }): Promise<void>;
}

export function openLabels(memento: Pick<Memento, "get" | "update">): Labels {
  return {
    of(id) {
      const kept = memento.get<unknown>(KEY);
      const known = typeof kept === "object" && kept !== null && "id" in kept && "label" in kept && kept.id === id;
      return known && typeof kept.label === "string" ? kept.label : nameOfModel(id);
    },
    async remember({ id, label }) {
      await memento.update(KEY, { id, label });
    },
  };
}
