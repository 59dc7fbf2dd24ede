/** Tells when something comes into sight, or close to it, for the first time. */
export class Sight {
  readonly #waiting = new Map<Element, () => void>();
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#waiting.get(target)?.();
    },
    { rootMargin: "400px" },
  );

  /** Returns what ends the wait. */
  wait(element: Element, onSeen: () => void): () => void {
    this.#waiting.set(element, onSeen);
    this.#observer.observe(element);
    return () => {
      this.#waiting.delete(element);
      this.#observer.unobserve(element);
    };
  }
}
