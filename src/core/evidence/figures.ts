/** "1 test", "1,200 tests". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** "the nearest 3 of 40 test files". */
export function nearestOf(files: number, of: number): string {
  return `the nearest ${grouped(files)} of ${counted(of, "test file")}`;
}

/** With thousands set apart. Written out: loading the locale data takes ten milliseconds at the first use. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
