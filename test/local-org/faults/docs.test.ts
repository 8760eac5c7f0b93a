import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultRule } from '../../../src/local-org/faults/fault-rule.ts';
import type { FaultRuleInput } from '../../../src/local-org/index.ts';
import { startTestOrg } from '../../support/local-org.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/local-org/faults.md'), 'utf8');
const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

it('takes every example of the page', async () => {
  expect(examples.length).toBeGreaterThan(5);
  for (const example of examples) {
    const faults = JSON.parse(example) as FaultRuleInput[];
    await using org = await startTestOrg({ faults });
    expect(org.faults.list()).toHaveLength(faults.length);
  }
});

it('explains every condition and every action that a rule can have, and no others', () => {
  const { when, do: actions } = faultRule.shape;
  const explained = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) +\|/gm)].flatMap(([, names = '']) =>
    names.replaceAll('`', '').split(', '),
  );
  const known = [...Object.keys(when.unwrap().shape), ...Object.keys(actions.shape)];
  expect(explained.toSorted()).toEqual(known.toSorted());
});

it('has a test for every action', () => {
  const tests = ['exchange-faults.test.ts', 'inner-faults.test.ts']
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('');
  const { do: actions } = faultRule.shape;
  const untested = Object.keys(actions.shape).filter((name) => !new RegExp(`\\b${name}\\b`).test(tests));
  expect(untested).toEqual([]);
});
