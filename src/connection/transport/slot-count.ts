/** Exchanges that the org must take, for each slot, before there is one more. */
const takenPerSlot = 5;

/**
 * How many exchanges may run at once: at first as many as are configured, half of them when the org says that too many
 * are running, never fewer than one, and one more after every slot has been good for five exchanges in a row.
 */
export class SlotCount {
  readonly #most: number;
  #slots: number;
  #round = 0;
  #taken = 0;

  /** @param most slots, at least 1 */
  constructor(most: number) {
    this.#most = most;
    this.#slots = most;
  }

  get slots(): number {
    return this.#slots;
  }

  /** Grows with every halving. Exchanges of one round that are declined together are one piece of news. */
  get round(): number {
    return this.#round;
  }

  /** @param round in which the exchange that was declined had begun */
  tooMany(round: number): void {
    if (round !== this.#round) return;
    this.#round += 1;
    this.#taken = 0;
    this.#slots = Math.max(1, Math.floor(this.#slots / 2));
  }

  /** Tells that the org took an exchange. */
  taken(): void {
    if (this.#slots === this.#most) return;
    this.#taken += 1;
    if (this.#taken < this.#slots * takenPerSlot) return;
    this.#taken = 0;
    this.#slots += 1;
  }
}
