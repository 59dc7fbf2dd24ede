import type { TestRunner } from "../test-runner.ts";
import { cargoRunner } from "./cargo.ts";
import { customRunner } from "./custom.ts";
import { goRunner } from "./go.ts";
import { jestRunner } from "./jest.ts";
import { mochaRunner } from "./mocha.ts";
import { nodeTestRunner } from "./node-test.ts";
import { pytestRunner } from "./pytest.ts";
import { scriptRunner } from "./script.ts";
import { vitestRunner } from "./vitest.ts";

/** The runners that are known, asked in this order. A new one is one file beside these and one line here. */
export const testRunners: readonly TestRunner[] = [
  vitestRunner,
  jestRunner,
  mochaRunner,
  nodeTestRunner,
  pytestRunner,
  goRunner,
  cargoRunner,
  scriptRunner,
  customRunner,
];
