/** What is known of the options of one program. Names stand with their dashes; "--a" also covers "--a=x", "--a.b" and "--no-a". */
export interface OptionTable {
  /** Options whose value is the next word. */
  readonly values: readonly string[];
  /** Options of the user's command that must not take part in ours: watching, coverage, reporting, filters, snapshot updates. */
  readonly dropped: readonly string[];
}

export interface SplitArguments {
  /** The options that stay, with their values. */
  readonly options: readonly string[];
  /** Everything that is no option. */
  readonly targets: readonly string[];
}

export function splitArguments(args: readonly string[], { values, dropped }: OptionTable): SplitArguments {
  const options: string[] = [];
  const targets: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? "";
    if (word === "--") {
      targets.push(...args.slice(index + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      targets.push(word);
      continue;
    }
    const taken = [word];
    const next = args[index + 1];
    if (values.includes(word) && next !== undefined) {
      taken.push(next);
      index++;
    }
    if (!dropped.some((name) => covers(name, word))) options.push(...taken);
  }
  return { options, targets };
}

function covers(name: string, word: string): boolean {
  if (word === name || word.startsWith(`${name}=`)) return true;
  return name.startsWith("--") && (word.startsWith(`${name}.`) || word === `--no-${name.slice(2)}`);
}
