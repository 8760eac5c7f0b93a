/** Which id of the recorded org stands for which of ours. Learned from answers; one each, in both directions. */
export class IdBook {
  readonly #ours = new Map<string, string>();
  readonly #theirs = new Map<string, string>();

  /** Writes down that the two ids are the same record; false when one of them already is another. */
  pair(theirs: string, ours: string): boolean {
    const known = this.#ours.get(theirs);
    if (known !== undefined || this.#theirs.has(ours)) return known === ours;
    this.#ours.set(theirs, ours);
    this.#theirs.set(ours, theirs);
    return true;
  }

  /** Whether the id is one of ours that stands for one of theirs. */
  isOurs(id: string): boolean {
    return this.#theirs.has(id);
  }

  /** A text or JSON value of the recording with our ids in the place of theirs. */
  translate<T>(value: T): T {
    if (value === undefined) return value;
    let text = JSON.stringify(value);
    for (const [theirs, ours] of this.#ours) text = text.replaceAll(theirs, ours);
    return JSON.parse(text) as T;
  }
}

/** Whether a text looks like the 18-character id of a record. */
export function isRecordId(text: string): boolean {
  return /^[a-z0-9]{18}$/i.test(text) && /^\w{3}.*\d/.test(text);
}
