import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { JournalFile, journalFile, readJournal, transcriptFile } from "../../src/node/journal.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test("lines come out in the order they went in, whoever waits for them", async () => {
  using state = new TemporaryFolder();
  const path = journalFile(state.path, "run-1");
  const journal = new JournalFile(path);
  const waits: Promise<void>[] = [];
  for (let index = 0; index < 1000; index++) {
    journal.append(JSON.stringify({ index }));
    if (index % 100 === 0) waits.push(journal.settled());
  }
  await Promise.all(waits);
  await journal.close();
  expect(await readJournal(path)).toMatchObject({ entries: Array.from({ length: 1000 }, (_, index) => ({ index })) });
});

test("what was appended before is in the file when settled resolves", async () => {
  using state = new TemporaryFolder();
  const path = transcriptFile(state.path, "run-1", "fix-1");
  const journal = new JournalFile(path);
  for (let round = 1; round <= 5; round++) {
    journal.append("{}");
    const first = journal.settled();
    journal.append("{}");
    await Promise.all([first, journal.settled()]);
    expect(readFileSync(path, "utf8")).toBe("{}\n".repeat(2 * round));
  }
  await journal.close();
});

test("a half last line is left out, and cut off by whoever goes on", async () => {
  using state = new TemporaryFolder();
  const path = join(state.path, "journal.jsonl");
  writeFileSync(path, '{"a":1}\n{"b":');
  expect(await readJournal(path)).toMatchObject({ entries: [{ a: 1 }] });
  const journal = new JournalFile(path);
  journal.append('{"c":3}');
  await journal.close();
  expect(await readJournal(path)).toMatchObject({ entries: [{ a: 1 }, { c: 3 }] });
});

test("a half line that is very long is cut off whole", async () => {
  using state = new TemporaryFolder();
  const path = join(state.path, "journal.jsonl");
  writeFileSync(path, `{"a":1}\n${"x".repeat(200_000)}`);
  const journal = new JournalFile(path);
  journal.append('{"c":3}');
  await journal.close();
  expect(await readJournal(path)).toMatchObject({ entries: [{ a: 1 }, { c: 3 }] });
});

test("a damaged line ends what is read, and is named", async () => {
  using state = new TemporaryFolder();
  const path = join(state.path, "journal.jsonl");
  writeFileSync(path, '{"a":1}\nnonsense\n{"b":2}\n');
  expect(await readJournal(path)).toMatchObject({ entries: [{ a: 1 }], damagedLine: 2 });
});

test("a journal that cannot be written says so when it is settled, and never before", async () => {
  using state = new TemporaryFolder();
  state.write({ runs: "a file in the way" });
  const journal = new JournalFile(journalFile(state.path, "run-1"));
  journal.append("{}");
  journal.append("{}");
  await expect(journal.settled()).rejects.toMatchObject({ code: "tooling" });
  await expect(journal.close()).rejects.toMatchObject({ code: "tooling" });
});

test("a journal that someone else has written to meanwhile is left as they wrote it", async () => {
  using state = new TemporaryFolder();
  const path = join(state.path, "journal.jsonl");
  const one = new JournalFile(path);
  one.append('{"a":1}');
  await one.settled();
  const { end } = await readJournal(path);
  const other = new JournalFile(path, { after: end });
  other.append('{"b":2}');
  await other.close();
  one.append('{"c":3}');
  await expect(one.close()).rejects.toMatchObject({ code: "conflict" });
  const late = new JournalFile(path, { after: end });
  late.append('{"d":4}');
  await expect(late.close()).rejects.toMatchObject({ code: "conflict" });
  expect(await readJournal(path)).toMatchObject({ entries: [{ a: 1 }, { b: 2 }] });
});

test("ids that are no plain names make no paths", () => {
  for (const id of ["../x", "a/b", "", ".", "..", "a\0b", "-x"]) {
    expect(() => journalFile("/state", id)).toThrow("is no id");
    expect(() => transcriptFile("/state", "run", id)).toThrow("is no id");
  }
});

test("a missing journal is not found", async () => {
  await expect(readJournal("/nowhere/journal.jsonl")).rejects.toMatchObject({ code: "not-found" });
});
