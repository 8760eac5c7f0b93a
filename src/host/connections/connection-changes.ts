/** What to change in a draft. Paths are those of the schema: `serverHost`, `authentication.clientSecret`. */
export interface ConnectionChanges {
  /** Token of the connector; needed for a new connection where the host has several. */
  readonly type?: string;
  /**
   * Values by path as a connection file would hold them: variables and `{"env": "NAME"}` included. `null` takes the
   * field out. A secret in clear text is encrypted; `[name]` in it is a variable.
   */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Secrets by path as a person typed them: brackets mean nothing. `""` counts as entered, and as empty. */
  readonly secrets?: Readonly<Record<string, string>>;
}
