/** "1 test", "1,200 tests". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** With thousands set apart. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
