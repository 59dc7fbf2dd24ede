import type { CommandLineOptions } from "./command-line.ts";
import { tessera } from "./command-line.ts";
import { shop } from "./priced-shop.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

/** The shop in a folder of its own, with a state folder, as the program sees them. */
export class ShopCase implements Disposable {
  readonly folder = new TemporaryFolder();
  readonly state = new TemporaryFolder();

  constructor(changes: Readonly<Record<string, string>> = {}) {
    this.folder.write({ ...shop, ...changes });
  }

  /** A command about the shop's folder. */
  tessera(args: readonly string[], options: CommandLineOptions = {}) {
    const env = { TESSERA_HOME: this.state.path, ...options.env };
    return tessera([...args, "--repo", this.folder.path], { ...options, env });
  }

  /** The runs as `tessera runs --json` tells them, newest first. */
  async runs(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { stdout } = await this.tessera(["runs", "--json"]);
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
    this.state[Symbol.dispose]();
  }
}
