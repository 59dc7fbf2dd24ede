import { AppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import { readCargoResults } from "../cargo-results.ts";
import { runnerNames } from "../name-pattern.ts";
import { fromFolder, join, textOf } from "../package-manifest.ts";
import type { TestRunner } from "../test-runner.ts";

/** `cargo test` of a package: unit tests, integration tests and the examples in its documentation. */
export const cargoRunner: TestRunner = {
  name: "cargo",
  language: "rust",
  knowsRelated: false,

  async detect(folder, lookup) {
    const manifest = await textOf(lookup.files, join(folder, "Cargo.toml"));
    if (!/^\s*\[package\]/m.test(manifest)) return undefined;
    const inside = lookup.paths.filter(
      (path) => path.endsWith(".rs") && (folder === "" || path.startsWith(`${folder}/`)),
    );
    const sources = inside.filter((path) => !/^target\//.test(fromFolder(path, folder)));
    if (sources.length === 0) return undefined;
    const cargo = await lookup.which("cargo");
    if (cargo === undefined)
      throw new AppError(
        "tooling",
        "cargo is not installed, or not on the PATH: install it to run the tests of Cargo.toml.",
      );
    return {
      folder,
      runner: "cargo",
      argv: [cargo, "test", "--offline", "--no-fail-fast"],
      testFiles: sources.filter((path) => /^tests\//.test(fromFolder(path, folder))),
      places: Object.fromEntries(sources.map((path) => [moduleOf(path), path])),
    };
  },

  command({ folder, argv }, { names }, timeoutMs) {
    const exact = names?.every((name) => !name.startsWith("doc > ")) === true ? runnerNames(names) : [];
    const filters = exact.length === 0 ? [] : ["--", "--exact", ...exact.map((name) => name.split(" > ").join("::"))];
    return {
      argv: [...argv, ...filters],
      cwd: folder,
      env: {
        CI: "1",
        NO_COLOR: "1",
        CARGO_TERM_COLOR: "never",
        CARGO_NET_OFFLINE: "true",
        RUST_BACKTRACE: "1",
        RUSTUP_AUTO_INSTALL: "0",
      },
      timeoutMs,
      caches: ["CARGO_TARGET_DIR"],
      maxStream: 4 * 1024 * 1024,
    };
  },

  parse: readCargoResults,
};

/** "src/deep/inner" and "src/deep" for "src/deep/inner.rs" and "src/deep/mod.rs". */
function moduleOf(path: Path): string {
  return path.replace(/(?:\/mod)?\.rs$/, "");
}
