/** A place in a project that uses a connection. */
export interface ConnectionReference {
  readonly kind: 'activity' | 'operation' | 'script';
  /** Path below the project folder: `activities/load.json`. */
  readonly file: string;
  /** Line of a script, from 1. */
  readonly line?: number;
  /**
   * `field`: the key `connection`. `tag`: `<TAG>endpoint:TYPE/NAME</TAG>`. `activity`: an activity of the connection.
   * `text`: the name in quotes, which may mean something else.
   */
  readonly by: 'field' | 'tag' | 'activity' | 'text';
}

/** One line for people: `scripts/check.js:7, in a tag`. */
export function describeReference({ file, line, by }: ConnectionReference): string {
  const how = {
    field: 'as its connection',
    tag: 'in a tag',
    activity: 'through an activity',
    text: 'in quotes',
  }[by];
  return `${line === undefined ? file : `${file}:${line}`}, ${how}`;
}
