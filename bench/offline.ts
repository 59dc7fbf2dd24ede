import { fileURLToPath } from "node:url";
import { syntaxTrees } from "../src/node/syntax-trees.ts";
import { broken, readCorpus } from "./offline-corpus.ts";
import { execution } from "./offline-execution.ts";
import { repair } from "./offline-repair.ts";

/** How many one-token bugs the offline model repairs, and at which try. Names of programs as arguments narrow it; `-v` lists what it missed. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const verbose = process.argv.includes("-v");
const corpus = readCorpus(fileURLToPath(new URL("../test/fixtures/offline-corpus/", import.meta.url)));
const trees = syntaxTrees();
const running = execution();
const ranks: number[] = [];
let all = 0;
for (const program of corpus.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const own: string[] = [];
  for (const bug of program.bugs) {
    const { rank, tries, noticed } = await repair(program, broken(program, bug), running, trees);
    if (!noticed) {
      own.push(`unnoticed: ${bug.right} => ${bug.wrong}`);
      continue;
    }
    all++;
    if (rank !== undefined) ranks.push(rank);
    own.push(
      rank === undefined
        ? `MISSED after ${tries.length}: ${bug.right} => ${bug.wrong}`
        : `${rank}: ${bug.right} => ${bug.wrong}`,
    );
  }
  const shown = verbose ? own : own.filter((line) => /^(MISSED|unnoticed)/.test(line));
  console.log([program.name, ...shown].join("\n  "));
}
running.close();
ranks.sort((one, other) => one - other);
const at = (share: number): number | undefined => ranks[Math.floor(share * (ranks.length - 1))];
console.log(
  `repaired ${ranks.length} of ${all} (${Math.round((ranks.length / all) * 100)} %), try: median ${at(0.5)}, 90 % ${at(0.9)}, last ${at(1)}`,
);
