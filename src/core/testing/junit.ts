import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import { cap, gist, plainText } from "./plain-text.ts";
import { type Place, stackFrames, workspacePath } from "./stack.ts";
import type { TestCase } from "./test-run.ts";

const listOf = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const failureSchema = z.union([
  z.string().transform((text) => ({ message: "", text })),
  z.looseObject({ message: z.string().default(""), "#text": z.string().default("") }).transform((failure) => ({
    message: failure.message,
    text: failure["#text"],
  })),
]);
const caseSchema = z.looseObject({
  name: z.string().default(""),
  classname: z.string().default(""),
  file: z.string().optional(),
  line: z.coerce.number().optional().catch(undefined),
  failure: listOf(failureSchema),
  error: listOf(failureSchema),
  skipped: z.array(z.unknown()).default([]),
});
interface Suite {
  readonly file?: string | undefined;
  readonly testcase: readonly z.infer<typeof caseSchema>[];
  readonly testsuite: readonly Suite[];
}
const suiteSchema: z.ZodType<Suite> = z.looseObject({
  file: z.string().optional(),
  testcase: listOf(caseSchema),
  get testsuite() {
    return listOf(suiteSchema);
  },
});
const documentSchema = z.looseObject({
  testsuites: z.union([z.literal("").transform(() => []), z.array(z.union([suiteSchema, z.literal("")]))]).default([]),
  testsuite: listOf(suiteSchema),
});

const lists = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped"];

/** The cases of a JUnit XML report; undefined for what is none. Class names become the suites of a test, unless they are its file. */
export function readJunit(xml: string, file: string, place: Place): readonly TestCase[] | undefined {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: true,
    isArray: (name) => lists.includes(name),
  });
  let parsed: unknown;
  try {
    parsed = parser.parse(xml);
  } catch {
    return undefined;
  }
  const document = documentSchema.safeParse(parsed);
  if (!document.success) return undefined;
  const { testsuites, testsuite } = document.data;
  return [...testsuites, ...testsuite].flatMap((suite) => (suite === "" ? [] : casesOf(suite, file, place)));
}

function casesOf(suite: Suite, fallback: string, place: Place): TestCase[] {
  const file = (suite.file === undefined ? undefined : workspacePath(suite.file, place)) ?? fallback;
  return [
    ...suite.testcase.map((test): TestCase => {
      const own = (test.file === undefined ? undefined : workspacePath(test.file, place)) ?? file;
      const [failure] = [...test.failure, ...test.error];
      const prefix = test.classname === "" || test.classname === test.name ? "" : `${test.classname} > `;
      const base = {
        file: own,
        name: plainText(`${prefix}${test.name}`),
        ...(test.line === undefined || test.line < 1 ? {} : { line: Math.trunc(test.line) }),
      };
      if (failure === undefined) return { ...base, status: test.skipped.length > 0 ? "skipped" : "passed", frames: [] };
      const text = plainText(failure.text);
      return {
        ...base,
        status: "failed",
        message: gist(failure.message || cap(text.trim(), 600)),
        frames: stackFrames(text, place).slice(0, 12),
      };
    }),
    ...suite.testsuite.flatMap((inner) => casesOf(inner, file, place)),
  ];
}
