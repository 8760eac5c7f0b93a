/**
 * A JSON Schema 2020-12 document. Kept as plain data: a host hands it to the validator or form builder it likes.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The shape of the rows on one side of an activity.
 *
 * Not editable by users: it follows from the activity's options and from what the remote system describes, and may
 * change when either does. Ask again rather than keep one.
 */
export interface Schema {
  /** `<connection name>→<activity name, or type>→Request` or `…→Response`. */
  readonly name: string;
  /** Describes one row (not the array): an object schema whose properties are the columns. */
  readonly row: JsonSchema;
}

/**
 * Both sides of an activity as a host sees them.
 *
 * - A source activity has `source`: the rows it gives.
 * - A target activity has `target`, the rows it takes, and `source`, the rows of its response.
 */
export interface ActivitySchemas {
  readonly source: Schema;
  readonly target?: Schema;
}
