import { expect, test } from "vitest";
import { enclosing, outline, signatures, slice } from "../../../src/core/syntax/outline.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const TEXT = `export class Account {
  #balance = 0;
  deposit(
    amount: number,
  ): number {
    const round = (x: number) => x;
    return round(amount);
  }
}

export const open = async (name: string): Promise<Account> => new Account();
const LIMITS = {
  daily: 5,
};
`;

async function treeOf(text: string) {
  const tree = await syntaxTrees().parse("a.ts", text);
  if (tree === undefined) throw new Error("no tree");
  return tree;
}

test("an outline names what a file holds, without bodies and without what functions keep to themselves", async () => {
  expect(outline(await treeOf(TEXT)).split("\n")).toEqual([
    "1 export class Account",
    "  3 deposit( amount: number, ): number",
    "11 export const open = async (name: string): Promise<Account>",
    "12 const LIMITS =",
  ]);
});

test("signatures show a class with what can be called on it", async () => {
  expect(signatures(await treeOf(TEXT), new Set(["Account"])).split("\n")).toEqual([
    "export class Account",
    "  deposit( amount: number, ): number",
  ]);
});

test("the declaration around a place is the innermost function", async () => {
  const tree = await treeOf(TEXT);

  expect(enclosing(tree, TEXT.indexOf("=> x") + 3)?.qualified).toBe("Account.deposit.round");
  expect(enclosing(tree, TEXT.indexOf("return round"))?.qualified).toBe("Account.deposit");
  expect(enclosing(tree, TEXT.indexOf("daily"))?.qualified).toBe("LIMITS");
});

test("slices are whole lines; overlapping ones become one", () => {
  expect(
    slice({ text: "a\nb\r\nc\nd\ne" }, [
      { from: 4, to: 9 },
      { from: 1, to: 1 },
      { from: 2, to: 2 },
    ]),
  ).toEqual([
    { from: 1, to: 2, text: "a\nb" },
    { from: 4, to: 5, text: "d\ne" },
  ]);
});
