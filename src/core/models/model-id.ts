import { isProviderName, type ProviderName } from "./remote-providers.ts";

/** Which model an id means. */
export type NamedModel =
  | { readonly type: "offline" }
  | { readonly type: "remote"; readonly provider: ProviderName; readonly model: string }
  /** One that the editor offers: "vendor/id", where the id may hold slashes itself. */
  | { readonly type: "editor"; readonly name: string }
  | { readonly type: "unknown" };

/** Reads "offline", "editor:vendor/id" and "provider:model"; a model's name may hold colons. */
export function readModelId(id: string): NamedModel {
  const given = id.trim();
  if (given === "" || given === "offline") return { type: "offline" };
  const colon = given.indexOf(":");
  const [kind, name] = [given.slice(0, Math.max(0, colon)), given.slice(colon + 1).trim()];
  if (name === "") return { type: "unknown" };
  if (kind === "editor") return { type: "editor", name };
  return isProviderName(kind) ? { type: "remote", provider: kind, model: name } : { type: "unknown" };
}

/** What to call a model of which only the id is known. */
export function nameOfModel(id: string): string {
  const named = readModelId(id);
  switch (named.type) {
    case "offline":
      return "Offline";
    case "remote":
      return named.model;
    case "editor":
      return named.name.slice(named.name.indexOf("/") + 1);
    case "unknown":
      return id.trim();
  }
}
