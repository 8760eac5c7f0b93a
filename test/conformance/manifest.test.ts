import { describe, expect, it } from 'vitest';
import { isConnectorFailure } from '../../src/contract/failure.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

describe.each([serviceCloud, toy])('the manifest of $name', ({ manifest, options, configure }) => {
  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('lists every activity once, by a kebab-case token', () => {
    const types = manifest.activities.map(({ type }) => type);
    expect(types).toEqual(Object.keys(options));
    for (const type of types) expect(type).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
  });

  it.each(manifest.activities.map((activity) => [activity.type, activity] as const))(
    '%s describes its options as a closed object, each property with words for a form',
    (_type, { title, description, options: schema }) => {
      expect(title).not.toBe('');
      expect(description).toMatch(/\.$/u);
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
      });
    },
  );

  it.each(Object.entries(options))('says of %s what the activity itself says', (type, good) => {
    const activity = configure(type, good);
    const entry = manifest.activities.find((each) => each.type === type);
    expect(activity.type).toBe(type);
    expect(activity.capabilities).toEqual(entry?.capabilities);
  });
});

describe.each([serviceCloud, toy])('options of $name', ({ configure, options }) => {
  it.each(Object.entries(options))('%s takes frozen options and does not change them', (type, good) => {
    const given = deepFreeze(structuredClone(good));
    configure(type, given);
    expect(given).toEqual(good);
  });

  it.each(Object.entries(options))(
    '%s keeps what it was given when the caller changes it later',
    (type, good) => {
      const given = structuredClone(good) as Record<string, unknown>;
      const { capabilities } = configure(type, given);
      for (const key of Object.keys(given)) given[key] = 42;
      expect(configure(type, good).capabilities).toEqual(capabilities);
    },
  );

  it.each(Object.keys(options))('%s names every problem at once', (type) => {
    const bad = { object: 7, query: 7, collection: 7, surprise: true };
    const failure = failureOf(() => configure(type, bad));
    expect(failure).toMatchObject({ code: 'invalid-configuration', recovery: 'fix-config' });
    const problems = failure.details['problems'] as { path: string; message: string }[];
    expect(problems.some(({ path, message }) => `${path} ${message}`.includes('surprise'))).toBe(true);
    expect(problems.length).toBeGreaterThanOrEqual(type === 'delete' ? 1 : 2);
  });

  it.each([null, undefined, 'text', 7, []])('refuses %j in place of options', (value) => {
    for (const type of Object.keys(options)) {
      expect(failureOf(() => configure(type, value)).code).toBe('invalid-configuration');
    }
  });

  it('refuses a type that it does not have', () => {
    const [first] = Object.values(options);
    expect(failureOf(() => configure('no-such-type', first)).code).toMatch(
      /^(?:unknown-activity-type|invalid-configuration)$/u,
    );
  });
});

function failureOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    if (isConnectorFailure(error)) return error;
    throw error;
  }
  throw new RangeError('Nothing was refused.');
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const each of Object.values(value)) deepFreeze(each);
  }
  return value;
}
