/**
 * The name of a column as the name of an XML element: what XML cannot hold, such as the colon of
 * `User:Owner.Username`, becomes `_x` with four hexadecimal digits and `_`: `User_x003A_Owner.Username`. Text that
 * looks like such an escape has its underscore escaped, so that {@link columnOfXmlName} always finds the way back.
 */
export function xmlNameOf(column: string): string {
  const escaped = column
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, escapeOf)
    .replaceAll(/[^A-Za-z0-9_.-]/g, (text) => escapeOf(text));
  return escaped.replace(/^[^A-Za-z_]/, escapeOf);
}

/** The column that an XML element stands for. */
export function columnOfXmlName(name: string): string {
  return name.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function escapeOf(text: string): string {
  return `_x${text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
