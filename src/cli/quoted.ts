/** A word as a shell takes it: in quotes where it holds more than letters, digits and `. / _ -`. */
export function quoted(word: string): string {
  return /^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
