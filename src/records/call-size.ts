/** How many rows go into one call: as many as the API takes, and fewer for good once the org has called that too much. */
export class CallSize {
  #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Tells that a call of so many rows was too much. */
  halve(rowCount: number): void {
    this.#rows = Math.max(1, Math.min(this.#rows, Math.floor(rowCount / 2)));
  }
}
