import type { Path } from "../ports/files.ts";

/** How a test file begins for a runner, where the project has none yet to go by; undefined for runners that are not known so well. */
export function skeletonFor(runner: string, test: Path, importLine: string | undefined): string | undefined {
  const isCommonJs = importLine?.includes("require(") === true;
  const take = (names: string, module: string) =>
    isCommonJs ? `const ${names} = require("${module}");` : `import ${names} from "${module}";`;
  switch (runner) {
    case "node:test":
      return [take("assert", "node:assert/strict"), take("{ test }", "node:test")].join("\n");
    case "vitest":
      return 'import { expect, test } from "vitest";';
    case "mocha":
      return take("assert", "node:assert/strict");
    case "jest":
      return /\.tsx?$/.test(test) ? 'import { expect, test } from "@jest/globals";' : undefined;
    case "pytest":
      return "import pytest";
    default:
      return undefined;
  }
}
