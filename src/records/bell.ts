/** Wakes up one waiter; a ring that nobody has waited for yet is kept. */
export class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  /** Tells that something has happened. */
  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Resolves when something has happened since the last time. */
  async wait(): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#hasRung = false;
    this.#wake = undefined;
  }
}
