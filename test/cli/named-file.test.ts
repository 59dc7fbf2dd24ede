import { expect, test } from "vitest";
import { namedFile } from "../../src/cli/named-file.ts";

test("however a file inside of the root is typed, it is named in one way", () => {
  expect(namedFile("src/price.js", "/work/shop")).toBe("src/price.js");
  expect(namedFile("./src/price.js", "/work/shop")).toBe("src/price.js");
  expect(namedFile("././src/**/*.py", "/work/shop")).toBe("src/**/*.py");
  expect(namedFile("/work/shop/src/price.js", "/work/shop")).toBe("src/price.js");
  expect(namedFile("..hidden.js", "/work/shop")).toBe("..hidden.js");
});

test("what lies outside is refused with where to look", () => {
  for (const typed of ["../shop-evil/x", "/work/shop-evil/x", "..", "src/../../x"])
    expect(() => namedFile(typed, "/work/shop")).toThrow(`${typed} lies outside of /work/shop`);
});
