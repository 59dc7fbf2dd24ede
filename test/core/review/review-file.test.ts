import { expect, test } from "vitest";
import { acceptanceOf, allWaiting, overlapping } from "../../../src/core/review/acceptance.ts";
import { type Decided, type FileReview, reviewFile, waitingIds } from "../../../src/core/review/review-file.ts";
import type { WorkerReview } from "../../../src/core/review/review-worker.ts";
import { randomNumbers, randomText } from "../../support/random.ts";

const nothing: Decided = { accepted: new Set(), rejected: new Set() };
const base = "one\ntwo\nthree\nfour\nfive\nsix\n";
const proposed = "ONE\ntwo\nthree\nFOUR\nfive\nsix\nseven\n";

function review(current: string | null, decided = nothing, texts = { base, proposed }): FileReview {
  return reviewFile({ changeSet: "c1", path: "a.txt", ...texts }, decided, current);
}

function worker(file: FileReview, changeSet = "c1"): WorkerReview {
  const { path } = file;
  const set = { id: changeSet, revision: 1, by: "fix", files: [{ path, base: "b", proposed: "p" }] };
  return { run: "r1", assignment: "fix-1", agent: "fix", changeSet: set, files: [file] };
}

/** The file's text once these hunks were accepted. */
function accept(file: FileReview, ids: Iterable<string>): string | null {
  const acceptance = acceptanceOf([{ review: worker(file), hunks: new Set(ids) }]);
  return acceptance.writes[0]?.after ?? file.current;
}

const statuses = ({ hunks }: FileReview) => hunks.map(({ status }) => status);

test("on the untouched file everything waits and the document is the proposal", () => {
  const file = review(base);

  expect(statuses(file)).toEqual(["waiting", "waiting", "waiting"]);
  expect(file.document).toBe(proposed);
  expect(file.hunks.map(({ current, document }) => [current, document])).toEqual([
    [
      { from: 0, to: 1 },
      { from: 0, to: 1 },
    ],
    [
      { from: 3, to: 4 },
      { from: 3, to: 4 },
    ],
    [
      { from: 6, to: 6 },
      { from: 6, to: 7 },
    ],
  ]);
});

test("what the user typed meanwhile is in the document, never something to take back", () => {
  const file = review("zero\none\ntwo\nTHREE!\nfour\nfive\nsix\n");

  expect(file.document).toBe(
    "zero\nONE\ntwo\nTHREE!\nFOUR\nfive\nsix\nseven\n"
      .replace("zero\nONE", "zero\none")
      .replace("THREE!\nFOUR", "THREE!\nfour"),
  );
  expect(statuses(file)).toEqual(["conflict", "conflict", "waiting"]);
});

test("hunks beside the user's edits follow them", () => {
  const file = review("one\ntwo\n2.5\nthree\nfour\nfive\nsix\n");

  expect(statuses(file)).toEqual(["waiting", "waiting", "waiting"]);
  expect(file.document).toBe("ONE\ntwo\n2.5\nthree\nFOUR\nfive\nsix\nseven\n");
  expect(file.hunks[1]).toMatchObject({ current: { from: 4, to: 5 }, document: { from: 4, to: 5 } });
});

test("a hunk the user has typed in already is settled", () => {
  expect(statuses(review("one\ntwo\nthree\nFOUR\nfive\nsix\n"))).toEqual(["waiting", "settled", "waiting"]);
});

test("accepting one hunk changes its lines alone, and leaves the others waiting where they are now", () => {
  const file = review(base);
  const [first] = waitingIds(file);
  const after = accept(file, [first ?? ""]);
  const next = review(after, { accepted: new Set([first ?? ""]), rejected: new Set() });

  expect(after).toBe("ONE\ntwo\nthree\nfour\nfive\nsix\n");
  expect(statuses(next)).toEqual(["accepted", "waiting", "waiting"]);
  expect(next.document).toBe(proposed);
});

test("a rejected hunk is in no document and in no acceptance", () => {
  const rejected = new Set([review(base).hunks[1]?.hunk.id ?? ""]);
  const file = review(base, { accepted: new Set(), rejected });

  expect(file.document).toBe("ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n");
  expect(
    accept(
      file,
      file.hunks.map(({ hunk }) => hunk.id).filter((id) => !rejected.has(id)),
    ),
  ).toBe(file.document);
});

test("an edit of lines that were accepted is the user's, and nothing waits because of it", () => {
  const accepted = new Set(waitingIds(review(base)));
  const file = review("Uno\ntwo\nthree\nFOUR\nfive\nsix\n", { accepted, rejected: new Set() });

  expect(file.document).toBe(file.current);
  expect(statuses(file)).toEqual(["accepted", "accepted", "accepted"]);
});

test("line ends and byte order mark stay the user's", () => {
  const file = review(`\uFEFF${base.replaceAll("\n", "\r\n")}`);

  expect(file.document).toBe(`\uFEFF${proposed.replaceAll("\n", "\r\n")}`);
  expect(accept(file, waitingIds(file))).toBe(file.document);
});

test.each([
  ["a new file waits where there is none", null, "x\n", null, "waiting", "x\n"],
  ["a new file that is there already is settled", null, "x\n", "x\n", "settled", "x\n"],
  ["a new file where another one is conflicts", null, "x\n", "y\n", "conflict", "y\n"],
  ["a deletion waits", "x\n", null, "x\n", "waiting", null],
  ["a deletion of a file that was edited conflicts", "x\n", null, "z\n", "conflict", "z\n"],
  ["an edit of a file that was deleted conflicts", "x\n", "y\n", null, "conflict", null],
])("%s", (_, from, to, current, status, document) => {
  const file = reviewFile({ changeSet: "c1", path: "a.txt", base: from, proposed: to }, nothing, current);

  expect(statuses(file)).toEqual([status]);
  expect(file.document).toBe(document);
});

test("two workers' hunks on the same lines overlap, others do not", () => {
  const mine = worker(review(base));
  const other = reviewFile(
    { changeSet: "c2", path: "a.txt", base, proposed: base.replace("four", "4") },
    nothing,
    base,
  );
  const [first, second] = waitingIds(mine.files[0] ?? other);

  expect(overlapping([{ review: mine, hunks: new Set([first ?? ""]) }], [worker(other, "c2")])).toEqual([]);
  expect(overlapping([{ review: mine, hunks: new Set([second ?? ""]) }], [worker(other, "c2")])).toMatchObject([
    { hunks: new Set(waitingIds(other)) },
  ]);
});

test("what was made over a proposal does not compete with it", () => {
  const mine = worker(review(base));
  const other = worker(review(base), "c2");
  const upper = { ...other, changeSet: { ...other.changeSet, stackedOn: [{ id: "c1", revision: 1 }] } };

  expect(overlapping([allWaiting(mine)], [other])).toHaveLength(1);
  expect(overlapping([allWaiting(mine)], [upper])).toEqual([]);
});

test("taking two workers' overlapping hunks merges what can be and names the rest as conflict", () => {
  const mine = worker(review(base));
  const other = reviewFile(
    { changeSet: "c2", path: "a.txt", base, proposed: base.replace("four", "4") },
    nothing,
    base,
  );
  const acceptance = acceptanceOf([allWaiting(mine), allWaiting(worker(other, "c2"))]);

  expect(acceptance.writes).toEqual([{ path: "a.txt", before: base, after: proposed }]);
  expect(acceptance.conflicts.map(({ hunk }) => hunk)).toEqual(waitingIds(other));
});

test("rejecting everything leaves the user's text, and accepting in any order gives the document, whatever the texts", () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 3000; round++) {
    const texts = { base: randomText(random), proposed: randomText(random) };
    const current = random(2) === 0 ? texts.base : randomText(random);
    const file = review(current, nothing, texts);
    const ids = waitingIds(file);
    const all = new Set(file.hunks.map(({ hunk }) => hunk.id));

    expect(review(current, { accepted: new Set(), rejected: all }, texts).document).toBe(current);
    expect(accept(file, ids)).toBe(file.document);

    const order = ids.toSorted(() => random(3) - 1);
    const accepted = new Set<string>();
    let text: string | null = current;
    for (const id of order) {
      text = accept(review(text, { accepted, rejected: new Set() }, texts), [id]);
      accepted.add(id);
    }
    if (current === texts.base) expect(text).toBe(texts.proposed);
  }
});
