/** The hunks that are shown, in order. One of them at most is a stop of the Tab key; the others are reached from it. */
function hunksIn(scope: ParentNode): readonly HTMLElement[] {
  return [...scope.querySelectorAll<HTMLElement>("[data-hunk]")];
}

/** Makes sure that the Tab key stops at one hunk: the one it stopped at before, else the first that waits. */
export function keepOneStop(scope: ParentNode): void {
  if (scope.querySelector('[data-hunk][tabindex="0"]') !== null) return;
  const first =
    scope.querySelector<HTMLElement>('[data-hunk="waiting"]') ?? scope.querySelector<HTMLElement>("[data-hunk]");
  if (first !== null) setStop(first, true);
}

/** Called when something within the scope gets the focus: its hunk becomes the stop, and its buttons with it. */
export function moveStop(scope: ParentNode, target: EventTarget | null): void {
  const hunk = target instanceof Element ? target.closest<HTMLElement>("[data-hunk]") : null;
  if (hunk === null || hunk.tabIndex === 0) return;
  for (const other of scope.querySelectorAll<HTMLElement>('[data-hunk][tabindex="0"]')) setStop(other, false);
  setStop(hunk, true);
}

function setStop(hunk: HTMLElement, stop: boolean): void {
  hunk.tabIndex = stop ? 0 : -1;
  for (const button of hunk.querySelectorAll("button")) button.tabIndex = stop ? 0 : -1;
}

/** Moves between hunks: j and k, the arrow keys, Home and End. Returns whether the key was one of these. */
export function moveByKey(scope: ParentNode, event: KeyboardEvent): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.matches("textarea, input") === true) return false;
  const hunk = target?.closest<HTMLElement>("[data-hunk]") ?? null;
  const step = steps.get(event.key);
  if (step === undefined || (hunk === null && event.key !== "j" && event.key !== "k")) return false;
  const hunks = hunksIn(scope);
  const from = hunk === null ? hunks.findIndex((one) => one.tabIndex === 0) - 1 : hunks.indexOf(hunk);
  const to = Math.min(hunks.length - 1, Math.max(0, from + step));
  hunks.at(to)?.focus();
  hunks.at(to)?.scrollIntoView({ block: "nearest" });
  return true;
}

const steps: ReadonlyMap<string, number> = new Map([
  ["j", 1],
  ["k", -1],
  ["ArrowDown", 1],
  ["ArrowUp", -1],
  ["Home", -Infinity],
  ["End", Infinity],
]);

/** Moves on from a hunk that is being decided: to the next that waits, else the one before, else to the head of its card. */
export function focusAfter(hunk: HTMLElement): void {
  const scope = hunk.closest("[data-hunks]") ?? document;
  const waiting = hunksIn(scope).filter((one) => one === hunk || one.dataset.hunk === "waiting");
  const at = waiting.indexOf(hunk);
  const next = waiting[at + 1] ?? waiting[at - 1] ?? hunk.closest("[data-card]")?.querySelector<HTMLElement>(".who");
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
