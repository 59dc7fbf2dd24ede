/** How a form of documentation begins its first sentence: "Rounds the amount." or, as Python has it, "Round the amount." */
export type Mood = "indicative" | "imperative";

/**
 * A first sentence from a name of several words that begins with a verb or a question ("isOpen"); undefined for any other name,
 * since a noun said again is no documentation, and one word alone may be either. `subject` is what a question is about.
 */
export function summaryOf(name: string, mood: Mood, subject: string | undefined): string | undefined {
  const words = wordsOf(name);
  const [first = "", ...rest] = words;
  if (/^(is|has|can|should|are|was|does|needs|includes|contains)$/.test(first) && rest.length > 0)
    return question(first, rest, mood, subject);
  if (first === "to" && rest.length > 0)
    return `${mood === "indicative" ? "Converts" : "Convert"} to ${rest.join(" ")}.`;
  if (!verbs.has(first) || rest.length === 0) return undefined;
  const verb = mood === "indicative" ? third(first) : first;
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${withArticle(rest)}.`;
}

/** "applyDiscountTo" and "apply_discount_to" alike, in lower case; what is written in capitals stays so. */
function wordsOf(name: string): readonly string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}|\d+/gu) ?? [];
  return words.map((word) => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()));
}

function question(first: string, rest: readonly string[], mood: Mood, subject: string | undefined): string | undefined {
  if (subject === undefined) return undefined;
  const said =
    first === "is" && !isAdjective(rest.at(-1) ?? "") && !preposition.test(rest[0] ?? "")
      ? ["is", article(rest[0] ?? ""), ...rest]
      : [first, ...rest];
  return `${mood === "indicative" ? "Tells" : "Tell"} whether ${subject} ${said.join(" ")}.`;
}

function withArticle(words: readonly string[]): string {
  const [first = ""] = words;
  const stands =
    preposition.test(first) || /^(all|any|each|every|no|one|it|its|up|down|out|in|off|back|if|\d+)$/.test(first);
  return stands ? words.join(" ") : `the ${words.join(" ")}`;
}

const preposition =
  /^(to|from|by|of|with|without|in|into|for|at|on|as|and|or|between|before|after|over|under|within|until|against)$/;

function isAdjective(word: string): boolean {
  return (
    /(able|ible|ed|ful|ous|ive|al|ing|less|ty|id|ent|ant|ic|ary|ent|en|er|ure)$/.test(word) ||
    /^(safe|null|same|equal|alone|open|new|old|plain|unique|true|false|ready|alive|odd|even|prime|due|free|full|late|zero|blank|here|there|set|lower|upper)$/.test(
      word,
    )
  );
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}

function third(verb: string): string {
  if (/(s|sh|ch|x|z|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

/** Verbs that names of functions begin with. Words that are as often nouns there ("total", "rate", "state") are left out. */
const verbs: ReadonlySet<string> = new Set(
  `accept accumulate activate add adjust advance aggregate align allocate allow analyse analyze announce answer append apply approve
  archive ask assemble assert assign attach authenticate authorize await begin bind blend bring browse build bundle calculate call cancel
  capitalize capture cast categorize change charge check choose clamp classify clean clear click clone close coerce collapse collect
  combine commit compare compile complete compose compress compute concat configure confirm connect construct consume continue convert
  copy correct create credit crop cut deactivate debit debounce decide declare decode decompress decrease decrement decrypt dedupe
  deduplicate define delay delete deliver deposit derive describe deserialize destroy detach detect determine diff disable disconnect
  discard discover dismiss dispatch display distribute divide download draw drop dump duplicate edit emit empty enable encode encrypt end
  enqueue ensure enter enumerate erase escape establish estimate evaluate evict examine exclude execute expand expire explain export
  expose extend extract fail fetch fill filter finalize find finish fire fit fix flatten flip flush fold follow forget format forward free
  freeze gather generate get give grab group grow guess handle hide highlight hydrate identify ignore import include increase increment
  indent infer initialize inject insert inspect install instantiate interpolate intersect invalidate invert invoke join keep kill launch
  lay leave lift limit link list listen load locate lock log lookup lower make map mark match measure memoize merge migrate minify mix
  modify monitor move multiply mutate name negate normalise normalize notify obtain offset omit open optimize order pad paint parse pass
  patch pause peek perform pick place play plot poll pop populate post predict prefix prepare prepend present preserve prevent print
  process produce prompt propose protect prove provide prune publish pull purge push put query queue quote raise randomize rank read
  rebuild recalculate receive recompute reconcile record recover redact redo reduce refine refresh refund refuse register reject relate
  release reload remember remove rename render reorder repair repeat replace reply report request require reserve reset resize resolve
  respond restart restore restrict resume retain retrieve retry return reveal reverse revert revoke rewrite rotate round route run sample
  sanitize save say scale scan schedule score scroll seal search seed seek select send separate serialize serve set settle setup shift
  show shrink shuffle shut sign simplify simulate skip sleep slice slugify solve sort spawn split spread start stop store stream stringify
  strip subscribe subtract suggest sum summarise summarize suspend swap switch sync synchronize take tell terminate throttle throw toggle
  tokenize track train transform translate transpose traverse trigger trim truncate try undo unescape unify uninstall unlink unlock unpack
  unquote unregister unsubscribe unwrap update upgrade upload use validate verify visit wait walk warn watch weigh withdraw wrap write yield zip`.split(
    /\s+/,
  ),
);
