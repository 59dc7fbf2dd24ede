import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { cutToTokens } from "../../src/core/short-text.ts";

const sentences = [
  "Compare with the upper bound inclusively, so that the last element is counted, and add the missing case for an empty list while keeping the order of the rest.",
  "Fixed calculateTotal's off-by-one in src/ledger/balance.ts (line 42): `i < n` → `i <= n`; also handle_empty_list() and XMLHttpRequest at 0x7fffffff, 1234567.89.",
  "Behebt den Vergleichsoperator, damit Überweisungen richtig gerechnet werden und keine Rundungsfehler mehr entstehen, auch wenn der Betrag null ist.",
  "修正了比较运算符以便正确计算总数并且处理空列表的情况修正了比较运算符以便正确计算总数并且处理空列表的情况",
  "Исправлена ошибка сравнения в функции подсчёта, теперь последний элемент учитывается, а пустой список больше не приводит к сбою программы.",
  "a".repeat(300),
  "--- *** === ### ::: ;;; ??? !!! ((( ))) [[[ ]]] {{{ }}} <<< >>> ||| &&& %%% $$$ @@@ ~~~",
  "🎉🎉🎉 done ✅ 🚀🚀🚀 shipping the fix 👩‍👩‍👧‍👦 for the whole family of tests 🎉🎉🎉🎉🎉🎉",
];

test.each(sentences)("%s is cut to 25 tokens as a tokenizer counts them", (sentence) => {
  const cut = cutToTokens(sentence, 25);
  expect(countTokens(cut)).toBeLessThanOrEqual(25);
  expect(cut.length).toBeGreaterThan(10);
  expect(cut.endsWith("…")).toBe(true);
});

test("a short sentence stays whole, on one line", () => {
  expect(cutToTokens(" Compare inclusively,\n so the last one counts. ", 25)).toBe(
    "Compare inclusively, so the last one counts.",
  );
});

test("a sentence is cut between words", () => {
  const sentence = "one two three four five six seven eight";
  expect(sentence.startsWith(cutToTokens(sentence, 5).slice(0, -1))).toBe(true);
  expect(cutToTokens(sentence, 5)).toBe("one two three four…");
});
