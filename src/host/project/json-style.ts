/**
 * JSON text of a value in the style of an older text of the same file: its indentation, line ends and final line end.
 * Without one: two spaces, LF. References such as `{ "env": "NAME" }` take one line.
 */
export function jsonInStyleOf(old: string | undefined, value: unknown): string {
  const indent = /\n([ \t]+)\S/u.exec(old ?? '')?.[1] ?? '  ';
  const printed = JSON.stringify(value, undefined, indent).replace(
    /\{\n[ \t]*("(?:env|encrypted)": "(?:[^"\\\n]|\\.)*")\n[ \t]*\}/gu,
    '{ $1 }',
  );
  const text = old === undefined || old.endsWith('\n') ? `${printed}\n` : printed;
  return old?.includes('\r\n') === true ? text.replaceAll('\n', '\r\n') : text;
}
