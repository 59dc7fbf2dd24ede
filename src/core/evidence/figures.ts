/** "1 test", "1,200 tests". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** With thousands set apart. Written out: loading the locale data takes ten milliseconds at the first use. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
