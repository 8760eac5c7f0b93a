import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';
import { waitForEnd } from './run-job.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const type = { 'Content-Type': 'multipart/form-data; boundary=BOUNDARY' };
const job = '{"object":"Account","operation":"insert"}';

function body(json: string, content: string): string {
  return [
    '--BOUNDARY',
    'Content-Type: application/json',
    'Content-Disposition: form-data; name="job"',
    '',
    json,
    '--BOUNDARY',
    'Content-Type: text/csv',
    'Content-Disposition: form-data; name="content"; filename="content"',
    '',
    content,
    '--BOUNDARY--',
    '',
  ].join('\r\n');
}

function create(text: string): Promise<Answer> {
  return client.call('POST', '/jobs/ingest', text, type);
}

describe('creating a job together with its data', () => {
  it('answers a job that is closed already, and runs', async () => {
    const content = 'Name,Description\nMulti,"a\r\nb"\n';
    const answer = await create(body(job, content));
    const id = textAt(answer, 'id');
    expect(answer.body).toMatchObject({ state: 'UploadComplete', object: 'Account', jobType: 'V2Ingest' });
    expect(answer.body).not.toHaveProperty('contentUrl');
    const info = await waitForEnd(client, 'ingest', id);
    expect(info.body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 1,
      numberRecordsFailed: 0,
    });
    const { text } = await client.call('GET', `/jobs/ingest/${id}/successfulResults`);
    expect(text).toMatch(/"true","Multi","a\r\nb"\n$/);
    expect(org.jobs().find((report) => report.id === id)?.uploads).toEqual([
      {
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        complete: true,
      },
    ]);
  });

  it('takes 100,000 characters of data, and one more not', async () => {
    const lines = `Name\n${'é'.repeat(99_994)}\n`;
    expect((await create(body(job, lines))).status).toBe(200);
    const tooMany = await create(body(job, `${lines}x`));
    expect([tooMany.status, at(tooMany, 0, 'errorCode')]).toEqual([400, 'CLIENTINPUTERROR']);
  });

  it.each([
    ['without parts', '--BOUNDARY--\r\n'],
    ['without an end', '--BOUNDARY\r\n\r\nx'],
    ['of other text', 'nothing of the kind'],
    ['without content', body(job, '').replace('name="content"', 'name="other"')],
  ])('refuses a request %s', async (_what, text) => {
    const answer = await create(text);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'CLIENTINPUTERROR']);
  });

  it('reads the job like any other', async () => {
    expect(textAt(await create(body('{', 'Name\n')), 0, 'errorCode')).toBe('JSON_PARSER_ERROR');
    const unknown = await create(body('{"object":"Nothing","operation":"insert"}', 'Name\n'));
    expect(textAt(unknown, 0, 'errorCode')).toBe('INVALIDENTITY');
  });
});
