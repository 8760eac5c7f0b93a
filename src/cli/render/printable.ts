/** What a terminal would obey instead of showing, and what changes the direction of the text around it. */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text for people with its control characters spelt out (`\u001b`): data of an org must not move the cursor, rename the
 * window or hide a line. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(commands, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
