import { baseText } from "../base-text.ts";
import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { apiOf } from "../exported/api-of.ts";
import { differenceOf } from "../exported/compare-api.ts";

const name = "exports-kept";

/**
 * Every name that other files can use is still there; how it is used may change, since that may be what was wrong. A name that is gone can be
 * a repair as well, so it is left to a person.
 */
export const exportsKept: Check = {
  name,
  cost: "pure",
  async check({ base, changes, trees }) {
    for (const [path, text] of changes) {
      const before = await trees.parse(path, (await baseText(base, path)) ?? "");
      const after = await trees.parse(path, text ?? "");
      if (before === undefined || after === undefined)
        return says("unknown", `What ${path} exports cannot be told in its language.`);
      const [gone] = differenceOf(apiOf(before, path), apiOf(after, path)).removed;
      if (gone !== undefined)
        return says("unknown", `\`${gone.name}\` is not exported any more, and other files may use it.`);
    }
    return says("proved", "Every exported name is still there.");
  },
};

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
