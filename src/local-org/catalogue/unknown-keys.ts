/** What is wrong with the keys of an entry of the schema file: each one that nobody knows, with the likely meant one. */
export function unknownKeys(entry: object, known: ReadonlySet<string>): { key: string; hint: string }[] {
  return Object.keys(entry)
    .filter((key) => !known.has(key))
    .map((key) => ({ key, hint: hintFor(key, known) }));
}

/** `, did you mean 'name'?`, or nothing when no name is near. */
export function hintFor(key: string, known: Iterable<string>): string {
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(key.toLowerCase(), name.toLowerCase());
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best !== undefined && best.distance <= 3 ? `, did you mean '${best.name}'?` : '';
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
