import { expect, test } from "vitest";
import { Answers } from "../../../src/vscode/runs/answers.ts";

const { signal } = new AbortController();

test("a question is answered once, wherever the answer is given", async () => {
  const answers = new Answers();
  const answered = answers.ask("Start?", ["Start"], signal);

  expect(answers.give("Another?", "Start")).toBe(false);
  expect(answers.give("Start?", "Start")).toBe(true);
  expect(await answered).toBe("Start");
  expect(answers.give("Start?", "Cancel")).toBe(false);
});

test("who asks the same meanwhile is given the same answer, who asks later is not", async () => {
  const answers = new Answers();
  const both = [answers.ask("Start?", ["Start"], signal), answers.ask("Start?", ["Start"], signal)];
  answers.give("Start?", "Start");
  const later = answers.ask("Start?", ["Start"], signal);

  expect(await Promise.all(both)).toEqual(["Start", "Start"]);
  expect(answers.give("Start?", "Cancel")).toBe(true);
  expect(await later).toBe("Cancel");
});

test("what was said before a run goes on answers the same question once", async () => {
  const answers = new Answers();
  answers.keep("Start?", "Cancel");

  expect(await answers.ask("Start?", [], signal)).toBe("Cancel");
  const again = answers.ask("Start?", [], signal);
  answers.give("Start?", "Start");
  expect(await again).toBe("Start");
});

test("what was kept for a run that is over answers nothing", async () => {
  const answers = new Answers();
  answers.keep("Start?", "Start");
  answers.forget();
  const asked = answers.ask("Start?", [], signal);

  expect(answers.give("Start?", "Cancel")).toBe(true);
  expect(await asked).toBe("Cancel");
});

test("a run that stops takes its question back", async () => {
  const answers = new Answers();
  const stop = new AbortController();
  const asked = answers.ask("Start?", [], stop.signal);
  stop.abort();

  await expect(asked).rejects.toMatchObject({ code: "cancelled" });
  expect(answers.give("Start?", "Start")).toBe(false);
});
