import { describe, expect, test } from "vitest";
import { judgedTests, type TestDiff } from "./judged.ts";

/** How a test with these statements is written in a language, in a file of its own. */
type Writer = (statements: string, more?: string) => TestDiff;

const goSource = `package price

import "errors"

const Limit = 100

type Cart struct{ items []int }

func NewCart() *Cart { return &Cart{} }
func (c *Cart) Add(price int) error {
	if price < 0 {
		return errors.New("negative")
	}
	c.items = append(c.items, price)
	return nil
}
func (c *Cart) Total() int { return len(c.items) }
func Discount(total int) int { return total / 10 }
func Fill(out *[]int) { *out = append(*out, 1) }
`;
const goOf = (imports: readonly string[]) =>
  `package price_test\n\nimport (\n${['"testing"', ...imports, '"example.com/shop/price"'].map((one) => `\t${one}\n`).join("")})\n`;
const goHead = goOf([]);
const goFile = (after: string, before?: string): TestDiff => ({
  subject: "price/price.go",
  source: goSource,
  testFile: "price/price_test.go",
  after,
  ...(before === undefined ? {} : { before }),
});
const go: Writer = (statements, more = "") =>
  goFile(`${goHead}${more}\nfunc TestWorks(t *testing.T) {\n\t${statements}\n}\n`);
const testify: Writer = (statements, more = "") =>
  goFile(
    `${goOf(['"github.com/stretchr/testify/assert"', '"github.com/stretchr/testify/require"'])}${more}\nfunc TestWorks(t *testing.T) {\n\t${statements}\n}\n`,
  );

const rustSource = `pub const LIMIT: i32 = 100;
#[derive(Debug, PartialEq)]
pub struct Cart { items: Vec<i32> }
impl Cart {
    pub fn new() -> Self { Cart { items: Vec::new() } }
    pub fn add(&mut self, price: i32) -> Result<(), String> { self.items.push(price); Ok(()) }
    pub fn total(&self) -> i32 { self.items.iter().sum() }
}
pub fn discount(total: i32) -> i32 { if total < 0 { panic!("negative") } else { total / 10 } }
pub fn fill(out: &mut Vec<i32>) { out.push(1); }
`;
const rustHead = "use shop::price::{discount, fill, Cart, LIMIT};\n";
const rustFile = (after: string, before?: string): TestDiff => ({
  subject: "src/price.rs",
  source: rustSource,
  testFile: "tests/price.rs",
  after,
  ...(before === undefined ? {} : { before }),
});
const rust: Writer = (statements, more = "") =>
  rustFile(`${rustHead}${more}\n#[test]\nfn works() {\n    ${statements}\n}\n`);

const javaSource = `package shop;

public class Price {
  public static final int LIMIT = 100;
  private int total;
  public static int discount(int total) { return total / 10; }
  public Price add(int price) { if (price < 0) throw new IllegalArgumentException("negative"); total += price; return this; }
  public int total() { return total; }
}
`;
const javaHead = `package shop;

import static org.junit.jupiter.api.Assertions.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
`;
const javaFile = (after: string, before?: string): TestDiff => ({
  subject: "src/main/java/shop/Price.java",
  source: javaSource,
  testFile: "src/test/java/shop/PriceTest.java",
  after,
  ...(before === undefined ? {} : { before }),
});
const java: Writer = (statements, more = "") =>
  javaFile(`${javaHead}\nclass PriceTest {\n${more}  @Test\n  void works() {\n    ${statements}\n  }\n}\n`);

const csharpSource = `namespace Shop;

public class Price {
  public const int Limit = 100;
  private int total;
  public static int Discount(int total) { return total / 10; }
  public Price Add(int price) { if (price < 0) throw new ArgumentException("negative"); total += price; return this; }
  public int Total() { return total; }
}
`;
const csharpHead = "using System;\nusing FluentAssertions;\nusing NUnit.Framework;\nusing Xunit;\n";
const csharpFile = (after: string, before?: string): TestDiff => ({
  subject: "src/Shop/Price.cs",
  source: csharpSource,
  testFile: "test/Shop/PriceTest.cs",
  after,
  ...(before === undefined ? {} : { before }),
});
const csharp: Writer = (statements, more = "") =>
  csharpFile(
    `${csharpHead}\nnamespace Shop.Tests;\n\npublic class PriceTest {\n${more}  [Fact]\n  public async Task Works() {\n    ${statements}\n  }\n}\n`,
  );

const goOld = `${goHead}\nfunc TestOld(t *testing.T) {\n\tif price.Discount(99) != 9 {\n\t\tt.Fatal("nine")\n\t}\n}\n`;
const goNew = `\nfunc TestNew(t *testing.T) {\n\tif price.Discount(100) != 10 {\n\t\tt.Fatal("ten")\n\t}\n}\n`;
const rustOld = `${rustHead}\n#[test]\nfn old() {\n    assert_eq!(discount(99), 9);\n}\n`;
const rustNew = "\n#[test]\nfn new() {\n    assert_eq!(discount(100), 10);\n}\n";
const javaOld = `${javaHead}\nclass PriceTest {\n  @Test\n  void old() {\n    assertEquals(9, Price.discount(99));\n  }\n}\n`;
const javaNew = "\n  @Test\n  void fresh() {\n    assertEquals(10, Price.discount(100));\n  }\n}\n";
const csharpOld = `${csharpHead}\nnamespace Shop.Tests;\n\npublic class PriceTest {\n  [Fact]\n  public void Old() {\n    Assert.Equal(9, Price.Discount(99));\n  }\n}\n`;
const csharpNew = "\n  [Fact]\n  public void Fresh() {\n    Assert.Equal(10, Price.Discount(100));\n  }\n}\n";
const inside = (old: string, fresh: string) => old.replace(/\}\n$/, fresh.slice(1));

/** What good engineers write. */
const honest: readonly (readonly [what: string, diff: TestDiff])[] = [
  ["Go: compared by hand", go('if got := price.Discount(100); got != 10 {\n\t\tt.Errorf("got %d", got)\n\t}')],
  [
    "Go: a value and an error",
    go(
      'c := price.NewCart()\n\terr := c.Add(-1)\n\tif err == nil || err.Error() != "negative" {\n\t\tt.Fatal(err)\n\t}',
    ),
  ],
  [
    "Go: a table of subtests",
    go(
      'for _, row := range []struct{ in, want int }{{99, 9}, {100, 10}} {\n\t\tt.Run("row", func(t *testing.T) {\n\t\t\tif got := price.Discount(row.in); got != row.want {\n\t\t\t\tt.Error(got)\n\t\t\t}\n\t\t})\n\t}',
    ),
  ],
  ["Go: what is lent", go("var out []int\n\tprice.Fill(&out)\n\tif len(out) != 1 {\n\t\tt.Fail()\n\t}")],
  ["Go: testify", testify("c := price.NewCart()\n\trequire.NoError(t, c.Add(3))\n\tassert.Equal(t, 1, c.Total())")],
  ["Go: beside an old one", goFile(goOld + goNew, goOld)],
  ["Rust: equal", rust("assert_eq!(discount(100), 10);")],
  [
    "Rust: objects",
    rust('let mut cart = Cart::new();\n    cart.add(3).unwrap();\n    assert_eq!(cart.total(), 3, "after {}", 3);'),
  ],
  ["Rust: a truth", rust("assert!(discount(LIMIT) > 9 && matches!(Cart::new().add(1), Ok(())));")],
  [
    "Rust: a table",
    rust("for (total, want) in [(99, 9), (100, 10)] {\n        assert_eq!(discount(total), want);\n    }"),
  ],
  ["Rust: what is lent", rust("let mut out = Vec::new();\n    fill(&mut out);\n    assert_eq!(out, vec![1]);")],
  [
    "Rust: a match whose other arms fail",
    rust(
      'match Cart::new().add(1) {\n        Ok(done) => assert_eq!(done, ()),\n        Err(_) => panic!("no"),\n    }',
    ),
  ],
  ["Rust: by hand", rust('if discount(100) != 10 {\n        panic!("ten");\n    }')],
  [
    "Rust: a panic",
    rustFile(`${rustHead}\n#[test]\n#[should_panic(expected = "negative")]\nfn works() {\n    discount(-1);\n}\n`),
  ],
  [
    "Rust: in a module",
    rustFile(
      `${rustHead}\nmod prices {\n    use super::*;\n\n    #[test]\n    fn works() {\n        assert_eq!(discount(100), 10);\n    }\n}\n`,
    ),
  ],
  [
    "Rust: collections",
    rust(
      "let seen: HashSet<i32> = [discount(10)].into_iter().collect();\n    assert!(seen.contains(&1));",
      "use std::collections::HashSet;\n",
    ),
  ],
  ["Rust: beside an old one", rustFile(rustOld + rustNew, rustOld)],
  ["Java: equal", java("assertEquals(10, Price.discount(100));")],
  [
    "Java: an error",
    java(
      'Exception e = assertThrows(IllegalArgumentException.class, () -> new Price().add(-1));\n    assertEquals("negative", e.getMessage());',
    ),
  ],
  ["Java: AssertJ", java("assertThat(new Price().add(3).total()).isPositive().isEqualTo(3);")],
  [
    "Java: all of them",
    java("assertAll(() -> assertEquals(10, Price.discount(100)), () -> assertTrue(Price.discount(9) == 0));"),
  ],
  [
    "Java: a list",
    java("for (int total : List.of(100, 101)) {\n      assertEquals(10, Price.discount(total));\n    }"),
  ],
  [
    "Java: an error the old way",
    java(
      'try {\n      new Price().add(-1);\n      fail("no error");\n    } catch (IllegalArgumentException e) {\n      assertEquals("negative", e.getMessage());\n    }',
    ),
  ],
  ["Java: beside an old one", javaFile(inside(javaOld, javaNew), javaOld)],
  ["C#: xUnit", csharp("Assert.Equal(10, Price.Discount(100));")],
  ["C#: NUnit", csharp("Assert.That(new Price().Add(3).Total(), Is.EqualTo(3));")],
  ["C#: FluentAssertions", csharp("var price = new Price();\n    price.Add(3);\n    price.Total().Should().Be(3);")],
  ["C#: an error", csharp("Assert.Throws<ArgumentException>(() => new Price().Add(-1));")],
  ["C#: an action", csharp("Action act = () => new Price().Add(-1);\n    act.Should().Throw<ArgumentException>();")],
  ["C#: beside an old one", csharpFile(inside(csharpOld, csharpNew), csharpOld)],
];

/** What a test must not be, and a word of the sentence that says so. */
const hostile: readonly (readonly [way: string, diff: TestDiff, word: string])[] = [
  ["Go: no assertion", go("price.Discount(100)"), "asserts nothing"],
  ["Go: only logged", go("t.Log(price.Discount(100))"), "asserts nothing"],
  ["Go: never true", go("if false {\n\t\tt.Error(price.Discount(1))\n\t}"), "constant"],
  ["Go: with itself", go("if price.Discount(1) != price.Discount(1) {\n\t\tt.Fail()\n\t}"), "itself"],
  ["Go: by two names", go("a := price.Discount(1)\n\tb := a\n\tif a != b {\n\t\tt.Fail()\n\t}"), "itself"],
  ["Go: constants by name", go("want := 10\n\tprice.Discount(100)\n\tif want != 10 {\n\t\tt.Fail()\n\t}"), "condition"],
  [
    "Go: after a return",
    go("if price.Discount(1) == 0 {\n\t\treturn\n\t}\n\tif price.Discount(9) != 7 {\n\t\tt.Fail()\n\t}"),
    "return",
  ],
  [
    "Go: in a goroutine",
    go("go func() {\n\t\tif price.Discount(9) != 7 {\n\t\t\tt.Fail()\n\t\t}\n\t}()"),
    "never be called",
  ],
  ["Go: no rows", go("for range []int{} {\n\t\tif price.Discount(9) != 7 {\n\t\t\tt.Fail()\n\t\t}\n\t}"), "loop"],
  ["Go: not the subject", go("if len([]int{1}) != 1 {\n\t\tt.Fail()\n\t}"), "code it is to test"],
  ["Go: skipped", go('t.Skip("later")\n\tif price.Discount(9) != 7 {\n\t\tt.Fail()\n\t}'), "Skip"],
  [
    "Go: leaves the process",
    goFile(
      `${goOf(['"os"'])}\nfunc TestWorks(t *testing.T) {\n\tif price.Discount(1) != 9 {\n\t\tos.Exit(0)\n\t\tt.Fail()\n\t}\n}\n`,
    ),
    "process",
  ],
  [
    "Go: a main of its own",
    go("if price.Discount(10) != 1 {\n\t\tt.Fail()\n\t}", "\nfunc TestMain(m *testing.M) {}\n"),
    "how tests are run",
  ],
  ["Go: testify with a constant", testify("price.Discount(1)\n\tassert.True(t, true)"), "constant"],
  ["Go: testify with itself", testify("assert.Equal(t, price.Discount(1), price.Discount(1))"), "itself"],
  [
    "Go: an assert of its own",
    go(
      "assert.Equal(t, 1, price.Discount(100))",
      "\ntype fake struct{}\n\nfunc (fake) Equal(a ...any) {}\n\nvar assert fake\n",
    ),
    "how values compare",
  ],
  ["Go: an old one weakened", goFile(goOld.replace("!= 9", "== 9") + goNew, goOld), "was changed"],
  ["Go: an old one gone", goFile(goHead + goNew, goOld), "is gone"],
  [
    "Go: a constant of the subject changed",
    go("price.Limit = 3\n\tif price.Discount(10) != 1 {\n\t\tt.Fail()\n\t}"),
    "does not own",
  ],
  ["Rust: no assertion", rust("discount(100);"), "asserts nothing"],
  ["Rust: constants", rust("discount(1);\n    assert_eq!(1, 1);"), "constants"],
  ["Rust: with itself", rust("assert_eq!(discount(100), discount(100));"), "itself"],
  ["Rust: a copy of itself", rust("let a = Cart::new();\n    let b = &a;\n    assert_eq!(a, *b);"), "itself"],
  ["Rust: a constant", rust("discount(1);\n    assert!(true);"), "constant"],
  ["Rust: always true", rust("assert!(discount(1) == 0 || true);"), "always true"],
  ["Rust: one or the other", rust("assert!(discount(1) < 3 || discount(1) >= 3);"), "always true"],
  ["Rust: some or none", rust("assert!(Cart::new().add(1).is_ok() || Cart::new().add(1).is_err());"), "always true"],
  ["Rust: matches anything", rust("assert!(matches!(discount(1), _));"), "always true"],
  [
    "Rust: as long as it is",
    rust("let mut out = Vec::new();\n    fill(&mut out);\n    assert!(out.len() >= 0);"),
    "always true",
  ],
  ["Rust: not the subject", rust("assert_eq!(1 + 1, 2);"), "code it is to test"],
  [
    "Rust: in its place",
    rustFile(
      "fn discount(total: i32) -> i32 {\n    total / 10\n}\n\n#[test]\nfn works() {\n    assert_eq!(discount(100), 10);\n}\n",
    ),
    "code it is to test",
  ],
  [
    "Rust: the standard one",
    rustFile("use std::cmp::discount;\n\n#[test]\nfn works() {\n    assert_eq!(std::price::discount(100), 10);\n}\n"),
    "code it is to test",
  ],
  [
    "Rust: in a branch",
    rust("if let Err(e) = Cart::new().add(1) {\n        assert_eq!(e, discount(1).to_string());\n    }"),
    "branch",
  ],
  ["Rust: in a closure", rust("let check = || assert_eq!(discount(1), 7);"), "never be called"],
  ["Rust: no rows", rust("for n in 3..3 {\n        assert_eq!(discount(n), 7);\n    }"), "loop"],
  [
    "Rust: ignored",
    rustFile(`${rustHead}\n#[test]\n#[ignore]\nfn works() {\n    assert_eq!(discount(1), 0);\n}\n`),
    "ignore",
  ],
  [
    "Rust: an assertion that has to fail",
    rustFile(`${rustHead}\n#[test]\n#[should_panic]\nfn works() {\n    assert_eq!(discount(1), 7);\n}\n`),
    "expected to fail",
  ],
  [
    "Rust: assert_eq of its own",
    rust("assert_eq!(discount(1), 7);", "macro_rules! assert_eq { ($($x:tt)*) => {} }\n"),
    "how tests are run",
  ],
  ["Rust: assert_eq of another", rust("assert_eq!(discount(1), 7);", "use helper::assert_eq;\n"), "process"],
  [
    "Rust: leaves the process",
    rust("if discount(1) != 7 {\n        std::process::exit(0);\n    }\n    assert_eq!(discount(1), 7);"),
    "process",
  ],
  [
    "Rust: reads the source",
    rust('let text = include_str!("../src/price.rs");\n    discount(1);\n    assert_eq!(text.len(), 7);'),
    "behind",
  ],
  ["Rust: catches", rust("let _ = std::panic::catch_unwind(|| assert_eq!(discount(1), 7));"), "process"],
  ["Rust: an old one weakened", rustFile(rustOld.replace("9)", "9 + 0)") + rustNew, rustOld), "was changed"],
  [
    "Rust: an old one left out",
    rustFile(rustOld.replace("#[test]\n", "#[test]\n#[ignore]\n") + rustNew, rustOld),
    "was changed",
  ],
  [
    "Rust: an old name taken",
    rustFile(`${rustOld}${rustNew}\nfn discount(total: i32) -> i32 {\n    total\n}\n`, rustOld),
    "takes the name",
  ],
  [
    "Rust: a panic of its own",
    rustFile(`${rustHead}\n#[test]\n#[should_panic]\nfn works() {\n    discount(1);\n    None::<i32>.unwrap();\n}\n`),
    "panic by itself",
  ],
  [
    "Java: an error of its own",
    java(
      "assertThrows(IllegalStateException.class, () -> {\n      Price.discount(1);\n      throw new IllegalStateException();\n    });",
    ),
    "throws by itself",
  ],
  [
    "Go: a Run that does not run",
    go(
      'fake{}.Run("x", func(t *testing.T) {\n\t\tif price.Discount(9) != 7 {\n\t\t\tt.Fail()\n\t\t}\n\t})',
      "\ntype fake struct{}\n\nfunc (fake) Run(name string, f func(t *testing.T)) {}\n",
    ),
    "never be called",
  ],
  ["Java: no assertion", java("Price.discount(100);"), "asserts nothing"],
  ["Java: constants", java("Price.discount(1);\n    assertEquals(1, 1);"), "constants"],
  ["Java: with itself", java("assertEquals(Price.discount(1), Price.discount(1));"), "itself"],
  ["Java: equals itself", java("Price p = new Price();\n    assertTrue(p.equals(p));"), "itself"],
  ["Java: AssertJ with itself", java("assertThat(Price.discount(1)).isEqualTo(Price.discount(1));"), "itself"],
  ["Java: AssertJ says nothing", java("assertThat(Price.discount(1));"), "asserts nothing"],
  [
    "Java: swallowed",
    java("try {\n      assertEquals(7, Price.discount(1));\n    } catch (Throwable e) {\n    }"),
    "caught",
  ],
  [
    "Java: only when it goes wrong",
    java(
      'try {\n      new Price().add(-1);\n    } catch (IllegalArgumentException e) {\n      assertEquals("negative", e.getMessage() + Price.LIMIT);\n    }',
    ),
    "errors are caught",
  ],
  [
    "Java: assertEquals of its own",
    java("assertEquals(7, Price.discount(1));", "  static void assertEquals(int a, int b) {}\n"),
    "asserts nothing",
  ],
  [
    "Java: the class, not what it does",
    java('assertEquals("Price", Price.class.getSimpleName());'),
    "code it is to test",
  ],
  [
    "Java: leaves the process",
    java("if (Price.discount(1) != 7) System.exit(0);\n    assertEquals(7, Price.discount(1));"),
    "process",
  ],
  [
    "Java: disabled",
    java(
      "assertEquals(0, Price.discount(1));\n  }\n\n  @Test\n  @Disabled\n  void later() {\n    assertEquals(0, Price.discount(2));",
    ),
    "Disabled",
  ],
  ["Java: an old one weakened", javaFile(inside(javaOld.replace("99)", "90)"), javaNew), javaOld), "was changed"],
  [
    "Java: something before each",
    javaFile(inside(javaOld, `\n  @BeforeEach\n  void quiet() {}\n${javaNew}`), javaOld),
    "may not be added",
  ],
  ["C#: no assertion", csharp("Price.Discount(100);"), "asserts nothing"],
  ["C#: constants", csharp("Price.Discount(1);\n    Assert.Equal(1, 1);"), "constants"],
  ["C#: with itself", csharp("Assert.That(Price.Discount(1), Is.EqualTo(Price.Discount(1)));"), "itself"],
  ["C#: should be itself", csharp("var total = new Price().Total();\n    total.Should().Be(total);"), "itself"],
  ["C#: says nothing", csharp("Price.Discount(1).Should();"), "asserts nothing"],
  ["C#: its name", csharp('Assert.Equal("Discount", nameof(Price.Discount));'), "code it is to test"],
  ["C#: nobody waits", csharp("Assert.ThrowsAsync<Exception>(() => Task.FromResult(Price.Discount(1)));"), "await"],
  ["C#: maybe nothing", csharp("var p = new Price();\n    p?.Total().Should().Be(7);"), "asserts nothing"],
  [
    "C#: swallowed",
    csharp("try {\n      Assert.Equal(7, Price.Discount(1));\n    } catch (Exception) {\n    }"),
    "caught",
  ],
  [
    "C#: an Assert of its own",
    csharp("Assert.True(Price.Discount(1) == 7);", "  static class Assert { public static void True(bool a) {} }\n"),
    "asserts nothing",
  ],
  ["C#: passes early", csharp("Assert.Pass();\n    Assert.Equal(7, Price.Discount(1));"), "Pass"],
  [
    "C#: skipped",
    csharp(
      'Assert.Equal(0, Price.Discount(1));\n  }\n\n  [Fact(Skip = "later")]\n  public void Later() {\n    Assert.Equal(0, Price.Discount(2));',
    ),
    "Skip",
  ],
  [
    "C#: cut out",
    csharp("#if NEVER\n    Assert.Equal(7, Price.Discount(1));\n#endif\n    Price.Discount(1);"),
    "hides",
  ],
  [
    "C#: an old one gone",
    csharpFile(inside(csharpOld.replace("void Old", "void Older"), csharpNew), csharpOld),
    "is gone",
  ],
];

describe("tests of Go, Rust, Java and C#", () => {
  test.each(honest)("not refused: %s", async (_, diff) => {
    const { verdict, sentence } = await judgedTests(diff);

    expect([verdict, sentence]).toEqual(["proved", expect.any(String)]);
  });

  test.each(hostile)("refused: %s", async (_, diff, word) => {
    const { verdict, sentence } = await judgedTests(diff);

    expect([verdict, sentence]).toEqual(["refuted", expect.stringContaining(word)]);
  });
});
