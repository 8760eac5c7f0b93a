import { isRecordId, type IdBook } from './id-book.ts';

/**
 * Without ORDER BY an org gives records as it likes: puts them into the order of their values, among equals those first
 * whose ids are paired already.
 */
export function inOneOrder(answer: unknown, ids: IdBook): unknown {
  if (!isObject(answer) || !Array.isArray(answer['records'])) return answer;
  const key = (record: unknown): string => {
    let known = '~';
    const content = JSON.stringify(record, (_, value: unknown) => {
      const id = typeof value === 'string' ? (linkOf(value)?.id ?? (isRecordId(value) ? value : '')) : '';
      if (ids.isOurs(id)) known = id;
      return id === '' ? value : '';
    });
    return content + known;
  };
  const records = answer['records'].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return { ...answer, records };
}

/** Keys whose value is another one in every org; that they are there is enough. */
const varying = new Set(['ETag', 'Last-Modified']);

/**
 * Where our answer differs from the recorded one, each place once. Ids are paired as they come, links to records follow
 * them; key order counts.
 */
export function differences(recorded: unknown, ours: unknown, ids: IdBook, path = '$'): string[] {
  if (typeof recorded === 'string' && typeof ours === 'string') {
    return isSameText(recorded, ours, ids) ? [] : [`${path}: ${ours} instead of ${recorded}`];
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    const lengths = recorded.length === ours.length ? [] : [`${path}: ${ours.length} items`];
    return [
      ...lengths,
      ...recorded.flatMap((item, index) => differences(item, ours[index], ids, `${path}[${index}]`)),
    ];
  }
  if (isObject(recorded) && isObject(ours)) {
    const keys = Object.keys(recorded);
    const ourKeys = Object.keys(ours);
    const shape =
      keys.join() === ourKeys.join() ? [] : [`${path}: keys ${ourKeys.join()} instead of ${keys.join()}`];
    const values = keys
      .filter((key) => !varying.has(key))
      .flatMap((key) => differences(recorded[key], ours[key], ids, `${path}.${key}`));
    return [...shape, ...values];
  }
  return Object.is(recorded, ours)
    ? []
    : [`${path}: ${JSON.stringify(ours)} instead of ${JSON.stringify(recorded)}`];
}

function isSameText(recorded: string, ours: string, ids: IdBook): boolean {
  if (recorded === ours) return true;
  if (isRecordId(recorded) && isRecordId(ours)) return ids.pair(recorded, ours);
  const [theirLink, ourLink] = [linkOf(recorded), linkOf(ours)];
  return (
    theirLink !== undefined && theirLink.object === ourLink?.object && ids.pair(theirLink.id, ourLink.id)
  );
}

function linkOf(text: string): { object: string; id: string } | undefined {
  const match = /^\/services\/data\/v\w+\.0\/sobjects\/(\w+)\/(\w{18})$/.exec(text);
  return match === null ? undefined : { object: match[1] ?? '', id: match[2] ?? '' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
