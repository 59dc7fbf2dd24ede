import * as z from "zod";

/** The parts of a `package.json` that say which file a name leads to. */
export const packageSchema = z.object({
  name: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
  imports: z.unknown().optional(),
});
export type PackageManifest = z.infer<typeof packageSchema>;

const tableSchema = z.record(z.string(), z.unknown());

/** Files that may stand for `name/inner`, best first, as the manifest writes them; `inner` "" is the package itself. */
export function packageTarget(manifest: PackageManifest, inner: string): readonly string[] {
  const exported = exportTargets(manifest.exports, inner === "" ? "." : `./${inner}`);
  if (inner !== "") return exported;
  const { source } = manifest;
  return [...(source === undefined ? [] : [source]), ...exported, ...folderTargets(manifest)];
}

/** Files that may stand for the package's folder itself, which `exports` says nothing about. */
export function folderTargets({ module, main }: PackageManifest): readonly string[] {
  return [module, main, "./index", "./src/index", "./lib/index"].filter((target) => target !== undefined);
}

function exportTargets(exports: unknown, key: string): readonly string[] {
  const table = tableSchema.safeParse(exports).data;
  const hasKeys = table !== undefined && Object.keys(table).some((name) => name.startsWith("."));
  if (hasKeys) return selectTargets(table, key);
  return key === "." ? flatten(exports) : [];
}

/**
 * What a table of patterns (`exports`, `imports`, tsconfig `paths`) says for a key, "*" filled in. Exact keys win, then the
 * longest beginning. Conditions are all taken, those for sources and modules first.
 */
export function selectTargets(table: unknown, key: string): readonly string[] {
  const entries = Object.entries(tableSchema.safeParse(table).data ?? {});
  const exact = entries.find(([pattern]) => pattern === key);
  if (exact !== undefined) return flatten(exact[1]);
  const fitting = entries
    .map(([pattern, target]) => ({ pattern, target, star: pattern.indexOf("*") }))
    .filter(({ pattern, star }) => {
      const end = pattern.slice(star + 1);
      return (
        star >= 0 && key.startsWith(pattern.slice(0, star)) && key.endsWith(end) && key.length >= pattern.length - 1
      );
    })
    .sort((one, other) => other.star - one.star);
  const best = fitting[0];
  if (best === undefined) return [];
  const filled = key.slice(best.star, key.length - (best.pattern.length - best.star - 1));
  return flatten(best.target).map((target) => target.replaceAll("*", filled));
}

const CONDITIONS = ["source", "development", "import", "module", "node", "default", "require", "types"];

function flatten(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap(flatten);
  const table = tableSchema.safeParse(target).data;
  if (table === undefined) return [];
  const rank = (name: string): number => (CONDITIONS.includes(name) ? CONDITIONS.indexOf(name) : 2.5);
  return Object.keys(table)
    .sort((one, other) => rank(one) - rank(other))
    .flatMap((name) => flatten(table[name]));
}
