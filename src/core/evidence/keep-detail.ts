import type { TestCase } from "../testing/test-run.ts";
import type { CheckContext } from "./check.ts";
import type { Detail } from "./detail.ts";
import type { Evidence } from "./evidence.ts";

/** Entries of one detail: it is looked at by people. */
export const mostShown = 100;

/** What evidence names a detail by, where details are kept. */
export function keepDetail({ keep }: Pick<CheckContext, "keep">, detail: Detail): Pick<Evidence, "detailRef"> {
  return keep === undefined ? {} : { detailRef: keep(JSON.stringify(detail)) };
}

/** The same for tests that a sentence counts. */
export function keepTests(
  context: Pick<CheckContext, "keep">,
  tests: readonly (Pick<TestCase, "file" | "name"> & { readonly status: string })[],
): Pick<Evidence, "detailRef"> {
  if (tests.length === 0) return {};
  const shown = tests.slice(0, mostShown).map(({ file, name, status }) => ({ file, name, status }));
  return keepDetail(context, { kind: "tests", tests: shown, more: tests.length - shown.length });
}
