import { Uri } from "vscode";
import type { Path } from "../../core/ports/files.ts";
import type { Proposal, ProposalId } from "./desk.ts";

/**
 * Editable documents: one file of one proposal, `tessera:/<path of the user's own file>?<run>/<worker>/<path>`. The path is that
 * of the user's file so that editors name and group it like that one; the query names the proposal and holds no content.
 */
export const proposalScheme = "tessera";

/** Read-only documents to compare with: the same, with the kind before the run. */
export const textScheme = "tessera-text";

/** "current": the user's file, empty where there is none. "proposed": what the worker wrote, whatever the user has done since. */
export type TextKind = "current" | "proposed";

export interface ProposalPlace {
  readonly id: ProposalId;
  readonly path: Path;
}

export function proposalUri(proposal: Proposal, path: Path): Uri {
  const { path: real } = realUri(proposal, path);
  return Uri.from({ scheme: proposalScheme, path: real, query: queryOf(proposal, path) });
}

export function textUri(kind: TextKind, proposal: Proposal, path: Path): Uri {
  const { path: real } = realUri(proposal, path);
  return Uri.from({ scheme: textScheme, path: real, query: `${kind}/${queryOf(proposal, path)}` });
}

/** Where a proposed file is in the user's folder, or would be. */
export function realUri({ folder }: Proposal, path: Path): Uri {
  return Uri.joinPath(folder.uri, path);
}

/** What a `tessera:` document shows. */
export function placeOf(uri: Uri): ProposalPlace | undefined {
  return uri.scheme === proposalScheme ? parse(uri.query) : undefined;
}

/** What a `tessera-text:` document shows. */
export function textPlaceOf(uri: Uri): (ProposalPlace & { readonly kind: TextKind }) | undefined {
  if (uri.scheme !== textScheme) return undefined;
  const [, kind, rest = ""] = /^(current|proposed)\/(.*)$/s.exec(uri.query) ?? [];
  const place = parse(rest);
  if (place === undefined || (kind !== "current" && kind !== "proposed")) return undefined;
  return { ...place, kind };
}

/** The file's path inside the folder of the proposal; undefined for what lies elsewhere. */
export function pathIn({ folder }: Proposal, uri: Uri): Path | undefined {
  const root = folder.uri;
  if (uri.scheme !== root.scheme || uri.authority !== root.authority) return undefined;
  const start = root.path.endsWith("/") ? root.path : `${root.path}/`;
  return uri.path.startsWith(start) ? uri.path.slice(start.length) : undefined;
}

function queryOf({ run, worker }: ProposalId, path: Path): string {
  return `${encodeURIComponent(run)}/${encodeURIComponent(worker)}/${path}`;
}

function parse(text: string): ProposalPlace | undefined {
  const [, run, worker, path] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (run === undefined || worker === undefined || path === undefined) return undefined;
  try {
    return { id: { run: decodeURIComponent(run), worker: decodeURIComponent(worker) }, path };
  } catch {
    return undefined;
  }
}
