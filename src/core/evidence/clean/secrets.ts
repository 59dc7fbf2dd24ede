/** Something in a line that looks like a secret. What it is called here never holds the secret itself. */
export interface Secret {
  readonly kind: string;
  /** Its shape is that of one provider's keys, so that a person need not look. */
  readonly certain: boolean;
  /** To find out whether a text held it before; not for showing. */
  readonly value: string;
}

interface Shape {
  readonly kind: string;
  /** The secret is group 1, or all of it. */
  readonly pattern: RegExp;
  /** What the pattern only makes likely. */
  readonly likely?: true;
}

/** As their providers publish them, for scanners. Publishable and test-mode keys are no secrets. */
const SHAPES: readonly Shape[] = [
  { kind: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: "an AWS access key", pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g },
  {
    kind: "an AWS secret key",
    pattern: /aws[\w-]{0,20}secret[\w-]{0,20}["']?\s*[:=]+\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/gi,
  },
  {
    kind: "a GitHub token",
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g,
  },
  { kind: "a GitLab token", pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,}/g },
  { kind: "a Slack token", pattern: /\bxox[abeoprs]-(?:\d+-)*[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]+/g },
  {
    kind: "a Slack webhook",
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]{8,}\/[A-Z0-9]{8,}\/[A-Za-z0-9]{18,}/g,
  },
  { kind: "a Google key", pattern: /\bAIza[\w-]{35}(?![\w-])|\bGOCSPX-[\w-]{28}|\bya29\.[\w-]{30,}/g },
  { kind: "a Stripe key", pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/]{32,}/g },
  { kind: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*([\w-]{20,})/g },
  { kind: "a PyPI token", pattern: /\bpypi-AgE[\w-]{50,}/g },
  { kind: "a Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{34}\b/g },
  { kind: "a SendGrid key", pattern: /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g },
  { kind: "a DigitalOcean token", pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  { kind: "a Shopify token", pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g },
  { kind: "a Telegram token", pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { kind: "an Azure storage key", pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g },
  { kind: "an API key", pattern: /\bsk-(?:proj-|svcacct-|admin-|ant-[a-z0-9]+-|or-v1-|lf-)?[A-Za-z0-9_-]{20,}/g },
  { kind: "a JSON web token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g, likely: true },
  { kind: "a password in an address", pattern: /:\/\/[^\s:@/"'`]{1,100}:([^\s:@/"'`]{6,100})@/g, likely: true },
  {
    kind: "a secret in a text",
    pattern:
      /(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth)[\w-]{0,30}["'`\]]{0,2}\s{0,5}(?::=|=>|[:=])\s{0,5}[rbu]?["'`]([^"'`\s]{12,200})["'`]/gi,
    likely: true,
  },
];

/** What looks like a secret in one line. In tests only keys of known shapes count: made-up ones are part of them. */
export function secretsIn(line: string, inTests: boolean): readonly Secret[] {
  const found: Secret[] = [];
  for (const { kind, pattern, likely } of SHAPES) {
    if (likely === true && inTests) continue;
    for (const match of line.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      const isKey = kind === "a private key";
      if (isKey ? inTests : isPlaceholder(value) || isPlain(value, likely === true)) continue;
      // A key of a known shape is named by it, not once more by the variable it is given to.
      if (found.some((other) => other.value.includes(value) || value.includes(other.value))) continue;
      found.push({ kind, certain: likely !== true, value });
    }
  }
  return found;
}

const PLACEHOLDER =
  /example|sample|dummy|placeholder|change.?me|redacted|your[_-]?|x{4}|\*{3}|\.{3}|…|[<>{}$%]|012345|123456|abcdefg|qwerty|lorem|(.)\1{4}|(?:^|[\W_])(?:foo|bar|baz|test|fake|mock|todo|none|null|pass(?:word)?|secret|postgres|guest|admin)\d*(?:$|[\W_])/i;

function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}

/** Words, names and paths hold less chance than keys do: few different characters, no digits, or one kind of word after another. */
function isPlain(value: string, likely: boolean): boolean {
  if (entropyOf(value) < (likely ? 3.3 : 2.5)) return true;
  if (!likely) return false;
  const isName = /^[A-Z][A-Z0-9_]*$/.test(value) || /^[a-z]+(?:[-_./:][a-z0-9]{1,12})+$/i.test(value);
  return isName || !/\d/.test(value) || !/[a-z]/i.test(value) || /^(?:https?:|\/|\.\/)/.test(value);
}

/** Bits for each character, after Shannon. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}
