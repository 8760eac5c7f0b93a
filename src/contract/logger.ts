/** Facts for a log line. Never a secret, a token or a field value of a record. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a connector tells what it does. A message is a constant sentence; what varies goes into the fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
