import { cleanPath } from "./programs.ts";

export type Environment = Readonly<Record<string, string>>;

/** Where toolchains live, when not at their usual place. None of these holds a secret. */
const toolchainVariables = [
  "PYENV_ROOT",
  "PYENV_VERSION",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "NVM_DIR",
  "VOLTA_HOME",
  "FNM_DIR",
  "ASDF_DIR",
  "ASDF_DATA_DIR",
  "MISE_DATA_DIR",
  "RUSTUP_HOME",
  "RUSTUP_TOOLCHAIN",
  "CARGO_HOME",
  "GOROOT",
  "GOPATH",
  "JAVA_HOME",
  "DOTNET_ROOT",
  "BUN_INSTALL",
  "DENO_INSTALL",
  "RBENV_ROOT",
] as const;

const localeVariables = ["LANG", "LC_ALL", "LC_CTYPE", "TZ"] as const;

/**
 * What a command sees of the user's environment: an allow-list, so that a key is never passed on because nobody thought of
 * its name. `CI` keeps runners out of watch mode; colours are off because models and parsers read the output.
 */
export function scrubbedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  places: { readonly home: string; readonly temporary: string },
): Environment {
  const kept = [...toolchainVariables, ...localeVariables].flatMap((name) => {
    const value = env[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  return {
    LANG: "C.UTF-8",
    ...Object.fromEntries(kept),
    PATH: cleanPath(env.PATH),
    HOME: places.home,
    TMPDIR: places.temporary,
    TERM: "dumb",
    CI: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
  };
}

/** The folders those variables point at. */
export function toolchainFolders(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return toolchainVariables.flatMap((name) => {
    const value = env[name];
    return value?.startsWith("/") === true ? [value] : [];
  });
}
