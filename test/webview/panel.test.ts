import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../support/chromium.ts";
import { card, cards, conversation, file, frame, head, hunk, manyHunks, sample, shell } from "./conversation.ts";
import { type PanelSite, servePanel } from "./page.ts";
import { themes } from "./themes.ts";

/** Without a browser there is nothing to see; continuous integration has one. */
describe.skipIf(findChromium() === undefined)("the panel in a browser", () => {
  let site: PanelSite;
  beforeAll(async () => {
    site = await servePanel();
  });
  afterAll(() => site.close());

  test("it says that it is ready, and shows what it is told then", async () => {
    const { page, say, heard } = await site.open();
    expect(await heard()).toEqual([{ type: "ready" }]);

    await say(frame, sample);

    expect(await page.getByRole("article").count()).toBe(3);
    expect(await page.locator(".run-line").textContent()).toContain("1 of 3 proved");
    expect(await page.locator(".review-text").textContent()).toBe("2 hunks wait in 2 files");
  });

  test("what it is told before its first frame is not missed", async () => {
    for (let time = 0; time < 5; time++) {
      const { page } = await site.open({ answers: [frame, sample] });
      await expect.poll(() => page.getByRole("article").count()).toBe(3);
    }
  });

  test.for(Object.keys(themes) as (keyof typeof themes)[])(
    "T54: in %s nothing is stopped by the policy, and nothing is asked of others",
    async (theme) => {
      const { page, say, violations } = await site.open({ theme });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await say(frame, sample, manyHunks(20), sample);

      expect(await violations()).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
    },
  );

  test("a message it does not know changes nothing", async () => {
    const { page, say } = await site.open();
    await say(frame, sample);
    const before = await page.locator("main").textContent();
    await page.evaluate(
      "for (const data of [null, 7, 'x', {}, { type: 'boom', card: 1 }, { type: 'constructor' }]) window.postMessage(data)",
    );
    await say(frame);

    expect((await page.locator("main").textContent())?.replace(/\d+ s/g, "")).toBe(before?.replace(/\d+ s/g, ""));
  });

  test("hunk, file and agent are accepted and rejected with their ids", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, sample);
    await heard();
    const first = page.getByRole("article").first();
    await first.getByRole("button", { name: /^Accept hunk/ }).click();
    await first.getByRole("button", { name: /^Reject hunk/ }).click();
    await first.getByRole("button", { name: "Accept src/rounding.js" }).click();
    await first.getByRole("button", { name: "Reject src/rounding.js" }).click();
    await first.locator(".card-head").hover();
    await first.getByRole("button", { name: /^Accept all/ }).click();
    await first.getByRole("button", { name: /^Reject all/ }).click();
    await first.getByRole("button", { name: /^Open all/ }).click();
    await first.getByRole("button", { name: "Open diff of src/rounding.js" }).click();

    const place = { run: "run-1", card: "fix-1" };
    const inFile = { ...place, file: "src/rounding.js" };
    const ofHunk = { ...inFile, hunk: "fix-1-hunk" };
    expect(await heard()).toEqual([
      { type: "decide", ...ofHunk, decision: "accept" },
      { type: "decide", ...ofHunk, decision: "reject" },
      { type: "decide", ...inFile, decision: "accept" },
      { type: "decide", ...inFile, decision: "reject" },
      { type: "decide", ...place, decision: "accept" },
      { type: "decide", ...place, decision: "reject" },
      { type: "open", ...place },
      { type: "open", ...inFile },
    ]);
  });

  test("buttons of the run, of a worker and of the frame say what was pressed", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, sample);
    await heard();
    await page.getByRole("button", { name: "Show survivors" }).click();
    await page.getByRole("button", { name: /^Stop doc/ }).click();
    await page.getByRole("button", { name: "Stop the run", exact: true }).click();
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("button", { name: "Accept 1 proved" }).click();
    await page.getByRole("button", { name: /^Model/ }).click();
    await page.getByRole("button", { name: /show cost/ }).click();

    expect(await heard()).toEqual([
      { type: "action", run: "run-1", card: "test-1", action: "survivors" },
      { type: "stop", run: "run-1", card: "doc-1" },
      { type: "stop", run: "run-1" },
      { type: "command", command: "review" },
      { type: "command", command: "acceptProved" },
      { type: "command", command: "selectModel" },
      { type: "command", command: "cost" },
    ]);
  });

  test("hunks are gone through and decided by keys alone", async () => {
    const { page, say, heard } = await site.open();
    const files = [file("a.js", [hunk("one"), hunk("two", { status: "accepted" }), hunk("three")])];
    await say(frame, conversation({ head, cards: [card("a", { files })] }));
    await heard();
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");

    await page.locator("main .who").first().focus();
    await page.keyboard.press("j");
    expect(await focused()).toContain("Waiting hunk 1 of 3");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toContain("Accepted hunk 2 of 3");
    await page.keyboard.press("End");
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+Enter");
    expect(await focused()).toContain("Waiting hunk 3 of 3");
    await page.keyboard.press("Alt+Backspace");

    const place = { run: "run-1", card: "a", file: "a.js" };
    expect(await heard()).toEqual([
      { type: "open", ...place, hunk: "one" },
      { type: "decide", ...place, hunk: "one", decision: "accept" },
      { type: "decide", ...place, hunk: "three", decision: "reject" },
    ]);
  });

  test("among all hunks the Tab key stops at one, and at that one's buttons", async () => {
    const { page, say } = await site.open();
    await say(frame, manyHunks(30));

    expect(await page.locator('[data-hunk][tabindex="0"]').count()).toBe(1);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.title")).toBe("Reject hunk (Alt+Backspace)");
    expect(await page.locator('[data-hunk][tabindex="0"]').count()).toBe(1);
  });

  test("when the button under the focus vanishes, the focus stays with its card", async () => {
    const { page, say } = await site.open();
    await say(frame, sample);
    await page.getByRole("button", { name: "Accept src/rounding.js" }).focus();
    const files = [file("src/rounding.js", [hunk("fix-1-hunk", { status: "accepted" })])];
    await say({ type: "card", run: "run-1", card: card("fix-1", { files }) });

    expect(await page.evaluate("document.activeElement.className")).toBe("who");
    expect(await page.locator(".file-state").first().textContent()).toBe("Accepted");
  });

  test("completions are asked for, chosen by keys, and put in", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, conversation());
    await heard();
    const field = page.getByLabel("Ask Tessera");
    await field.pressSequentially("/fix #sr");
    await expect.poll(heard).toContainEqual({ type: "complete", query: "#sr" });
    await say({
      type: "completions",
      query: "#sr",
      items: ["a", "b"].map((name) => ({ insert: `#src/${name}.js`, label: name, detail: "src", icon: "file" })),
    });

    const list = page.getByRole("listbox");
    expect(await list.getByRole("option").count()).toBe(2);
    expect(await field.getAttribute("role")).toBe("combobox");
    await page.keyboard.press("ArrowDown");
    const chosen = await list.getByRole("option", { selected: true }).getAttribute("id");
    expect(await field.getAttribute("aria-activedescendant")).toBe(chosen);
    await page.keyboard.press("Enter");

    expect(await field.inputValue()).toBe("/fix #src/b.js ");
    expect(await list.count()).toBe(0);
    expect((await heard()).filter(({ type }) => type === "ask")).toEqual([]);
    await page.keyboard.press("Enter");
    expect(await heard()).toContainEqual({ type: "ask", text: "/fix #src/b.js" });
    expect(await field.inputValue()).toBe("");
  });

  test("Escape closes the list and leaves the text; late answers to another question are not shown", async () => {
    const { page, say } = await site.open();
    await say(frame, conversation());
    const field = page.getByLabel("Ask Tessera");
    await field.pressSequentially("@do");
    const items = [{ insert: "@doc", label: "doc", detail: "", icon: "book" }];
    await say({ type: "completions", query: "@d", items });
    expect(await page.getByRole("listbox").count()).toBe(0);
    await say({ type: "completions", query: "@do", items });
    expect(await page.getByRole("listbox").count()).toBe(1);
    await page.keyboard.press("Escape");

    expect(await page.getByRole("listbox").count()).toBe(0);
    expect(await field.inputValue()).toBe("@do");
  });

  test("a reload keeps what was typed, asked, folded and scrolled to", async () => {
    const { page, say } = await site.open();
    await say(frame, manyHunks(100));
    const field = page.getByLabel("Ask Tessera");
    await field.fill("Mend it");
    await page.keyboard.press("Enter");
    await field.fill("half a thou");
    await page.locator(".who").first().click();
    const sixth = page.locator("article").nth(5);
    const top = async () => (await sixth.boundingBox())?.y ?? Number.NaN;
    await page.mouse.move(200, 300);
    // Cards out of sight have guessed heights: the way down grows while one goes it.
    for (let tries = 0; tries < 20 && Math.abs((await top()) + 50) > 3; tries++) {
      await page.mouse.wheel(0, (await top()) + 50);
      await page.waitForTimeout(100);
    }
    await expect.poll(() => page.evaluate("sessionStorage.getItem('state')")).toContain("card-5");
    const before = await top();

    await page.reload();
    await say(frame, manyHunks(100));

    expect(await field.inputValue()).toBe("half a thou");
    expect(await page.locator(".who").first().getAttribute("aria-expanded")).toBe("false");
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3);
    await field.fill("");
    await page.keyboard.press("ArrowUp");
    expect(["Mend it", head.request]).toContain(await field.inputValue());
  });

  test("what was asked comes back with the arrow keys, and the draft after it", async () => {
    const { page, say } = await site.open();
    await say(frame, conversation());
    const field = page.getByLabel("Ask Tessera");
    for (const text of ["one", "two"]) {
      await field.fill(text);
      await page.keyboard.press("Enter");
    }
    const values: string[] = [];
    for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"]) {
      await page.keyboard.press(key);
      values.push(await field.inputValue());
    }

    expect(values).toEqual(["two", "one", "one", "two", ""]);
  });

  test("a proof is asked for when its fact is pressed, and again when the evidence has changed", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, sample);
    await heard();
    await page.getByRole("button", { name: /2 failing tests pass/ }).click();
    const ask = { type: "detail", run: "run-1", card: "fix-1", evidence: 0 } as const;
    expect(await heard()).toEqual([ask]);
    await say({ ...ask, markdown: "Two **tests** ran; see [the log](https://example.com/log).\n\n<img src=x>" });

    const proof = page.getByRole("region", { name: "Proof of named-tests-pass" });
    expect(await proof.locator("strong").textContent()).toBe("tests");
    expect(await proof.locator("img").count()).toBe(0);
    await proof.getByRole("link").click();
    expect(await heard()).toEqual([{ type: "link", href: "https://example.com/log" }]);

    const evidence = card("x").evidence.map((one) => ({ ...one, sentence: `${one.sentence} again` }));
    await say({ type: "card", run: "run-1", card: card("fix-1", { evidence }) });
    expect(await heard()).toEqual([ask]);
  });

  test("T54, T55, T56: names, texts and code of others are text and nothing else", async () => {
    const { page, say, violations } = await site.open();
    const evil = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>';
    const lines = [
      { type: "removed" as const, old: 1, text: evil },
      { type: "added" as const, now: 1, text: `${evil}\u202e` },
    ];
    const files = [file(`src/${evil}\u202e.js`, [hunk("a", { lines })], { warnings: [evil] })];
    const bad = card("a", {
      agent: evil,
      target: evil,
      step: evil,
      summary: `${evil} [a](javascript:window.hit=1) [b](command:evil) \`${evil}\``,
      problem: evil,
      model: evil,
      files,
      question: evil,
      actions: [{ id: evil, label: evil }],
      evidence: [{ check: evil, verdict: "unknown", sentence: evil, detail: true }],
    });
    const runs = conversation({ head: { ...head, request: evil, sentence: evil, notes: [evil] }, cards: [bad] });
    await say(
      { type: "shell", shell: { ...shell, banner: evil, model: { id: evil, label: evil, offline: false } } },
      runs,
    );
    await page.getByRole("button", { name: /Not known/ }).click();
    await say({
      type: "detail",
      run: "run-1",
      card: "a",
      evidence: 0,
      markdown: `${evil}\n\n![x](https://e.com/x.png)`,
    });

    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(await page.locator("#root img, #root script, #root iframe, #root [style*=url]").count()).toBe(0);
    expect(await page.locator("a[href^='javascript'], a[href^='command']").count()).toBe(0);
    expect(await page.locator(".hidden-mark").first().textContent()).toBe("U+202E");
    expect(await violations()).toEqual([]);
  });

  test("where nothing may run there is nothing to ask with, but a way out", async () => {
    const { page, say, heard } = await site.open();
    await heard();
    for (const [state, button, command] of [
      ["untrusted", "Manage Workspace Trust", "trust"],
      ["empty", "Open Folder", "openFolder"],
    ] as const) {
      await say({ type: "shell", shell: { ...shell, state } }, conversation());
      expect(await page.getByLabel("Ask Tessera").count()).toBe(0);
      await page.getByRole("button", { name: button }).click();
      expect(await heard()).toEqual([{ type: "command", command }]);
    }
  });

  test("an empty panel suggests what its agents can do", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, conversation());
    await heard();
    await page.getByRole("button", { name: "Writes tests for a file" }).click();
    await expect.poll(() => page.getByLabel("Ask Tessera").inputValue()).toBe("/test #");
    await page.getByRole("button", { name: "Fix the failing tests" }).click();
    expect(await heard()).toContainEqual({ type: "ask", text: "Fix the failing tests" });
  });

  test("text from the host is put behind what was typed, never over it", async () => {
    const { page, say } = await site.open();
    await say(frame, conversation(), { type: "compose", text: "/fix " });
    const field = page.getByLabel("Ask Tessera");
    expect(await field.inputValue()).toBe("/fix ");
    await field.pressSequentially("it");
    await say({ type: "compose", text: "#src/a.js " });
    expect(await field.inputValue()).toBe("/fix it #src/a.js ");
  });

  test("a folded card that is to be seen is unfolded and brought into view, and the focus stays", async () => {
    const { page, say } = await site.open();
    const many = Array.from({ length: 60 }, (_, index) => card(`card-${index}`));
    await say(frame, conversation({ head: { ...head, working: false }, cards: many }));
    await page.getByLabel("Ask Tessera").focus();
    expect(await page.locator(".who").nth(50).getAttribute("aria-expanded")).toBe("false");
    await say({ type: "reveal", run: "run-1", card: "card-50" });

    expect(await page.locator(".who").nth(50).getAttribute("aria-expanded")).toBe("true");
    const box = await page.locator("article").nth(50).boundingBox();
    expect(box?.y).toBeLessThan(700);
    expect(await page.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
  });

  test("a patch of one card draws that card alone", async () => {
    const { page, say } = await site.open();
    await say(frame, sample);
    await page.evaluate(`
      window.changed = new Set();
      new MutationObserver((all) => all.forEach(({ target }) => window.changed.add(
        (target.nodeType === 1 ? target : target.parentElement).closest("[data-card]")?.dataset.card ?? "else")))
        .observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true, attributes: true });
    `);
    const doc = cards[2];
    if (doc === undefined) throw new Error("The sample has a card that works.");
    await say({ type: "card", run: "run-1", card: { ...doc, step: "Writing…" } });

    expect(await page.getByText("Writing…").count()).toBe(1);
    const changed = await page.evaluate("[...window.changed]");
    expect(changed).toContain("run-1\ndoc-1");
    expect(changed).not.toContain("run-1\nfix-1");
  });

  test("ends are read out politely", async () => {
    const { page, say } = await site.open();
    await say(frame, sample, { type: "card", run: "run-1", card: card("doc-1", { agent: "doc", target: "src/a.js" }) });

    const log = page.getByRole("log");
    expect(await log.getAttribute("aria-live")).toBe("polite");
    expect(await log.textContent()).toBe("doc src/a.js proved, waits for you");
  });

  test("at 250 pixels nothing is wider than the panel", async () => {
    const { page, say } = await site.open({ width: 250 });
    await say(frame, sample);

    expect(await page.evaluate("document.querySelector('main').scrollWidth")).toBeLessThanOrEqual(250);
    expect(await page.getByRole("button", { name: "Accept 1 proved" }).isVisible()).toBe(true);
  });
});
