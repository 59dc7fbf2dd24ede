import type { TestCase } from "./test-run.ts";

/** The identity of a test within one project. */
export function testKey(test: Pick<TestCase, "file" | "name">): string {
  return `${test.file} > ${test.name}`;
}
