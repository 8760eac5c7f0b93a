/** The options that the user gave: those without a value are left out, so that the activity's defaults hold. */
export function givenOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
