import { join, relative } from 'node:path';
import { createProgressRenderer } from '../src/cli/progress/progress-renderer.ts';
import { formatCount } from '../src/cli/render/format-number.ts';
import { reportFailure } from '../src/cli/report-failure.ts';
import { createRunContext } from '../src/compose.ts';
import { createHost, fileInput, fileOutput, loadProject, type Host } from '../src/host/index.ts';
import { startLocalOrg } from '../src/local-org/index.ts';
import { salesforceServiceCloud } from '../src/plugin.ts';
import { compareExport } from './compare-export.ts';
import { accountOf, renderAccounts, renderContacts, type Account } from './render.ts';

/**
 * Turns 1,400 e-mails into Service Cloud records and proves that none of them changed on the way: the project in this
 * folder, run by the embedded host against a local org that exists only while this runs.
 */
const folder = import.meta.dirname;
const emails = join(folder, 'data', 'support-emails.csv');
const exported = join(folder, 'out', 'cases.csv');
const contacts = join(folder, 'out', 'busiest-contacts.csv');

const startedAt = performance.now();
const context = createRunContext();
const progress = createProgressRenderer({
  stream: process.stderr,
  style: process.stderr.isTTY ? 'bar' : 'lines',
  nowMs: () => context.clock.monotonicMs(),
});
const org = await startLocalOrg({ schemaFile: join(folder, 'schema.json'), seed: false });
say(`Local org at ${org.url} (it forgets everything when the demo ends)`);

const host = createHost({
  connectors: [salesforceServiceCloud],
  context,
  project: await loadProject(folder),
  variables: {
    'org.url': org.url,
    'org.username': org.username,
    'org.password': org.password,
    'org.securityToken': org.securityToken,
  },
  onProgress: progress.show,
});

try {
  const accounts = await runProject(host);
  const proof = await compareExport(emails, exported);
  say(
    `\nProof: ${formatCount(proof.rowCount)} cases exported, ${proof.differences.length} differ from their e-mail in subject or body`,
  );
  for (const difference of proof.differences.slice(0, 5)) say(`  ${difference}`);
  say(`\nThe ten contacts with the most cases:\n${await renderContacts(contacts)}`);
  const { apiCalls, logins } = host.connection('service-cloud').usage();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(`\n${renderAccounts(accounts)}`);
  say(`\n${seconds} s, ${apiCalls} API calls, logins = ${logins}`);
  say(
    `Written: ${accounts
      .flatMap(({ outputs }) => outputs)
      .map(shown)
      .join('\n         ')}`,
  );
  const isWhole = proof.differences.length === 0 && accounts.every(({ failed }) => failed === 0);
  process.exitCode = isWhole ? 0 : 2;
} catch (error) {
  progress.clear();
  process.exitCode = await reportFailure(error, { json: false });
} finally {
  progress.clear();
  await host.close();
  await org.close();
}

async function runProject(project: Host): Promise<Account[]> {
  const accounts: Account[] = [];
  const run = async (title: string, request: Parameters<Host['runActivity']>[0]): Promise<void> => {
    say(`\n${title}`);
    const account = accountOf(title, await project.runActivity(request));
    say(`  ${account.sentence}`);
    accounts.push(account);
  };
  const results = (name: string): string => join(folder, 'out', name);
  await run('Upsert the senders as contacts', {
    activity: 'upsert-senders',
    input: fileInput(emails),
    transformation: 'sender-to-contact',
    resultsFolder: results('contacts'),
  });
  const cases = { activity: 'upsert-cases', input: fileInput(emails), transformation: 'email-to-case' };
  await run('Bulk Upsert the e-mails as cases', { ...cases, resultsFolder: results('cases-first') });
  await run('Bulk Upsert them once more', { ...cases, resultsFolder: results('cases-again') });
  await run('Bulk Query the cases', { activity: 'export-cases', output: fileOutput(exported) });
  await run('Query the busiest contacts', { activity: 'busiest-contacts', output: fileOutput(contacts) });
  return accounts;
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}

function say(text: string): void {
  progress.clear();
  console.log(text);
}
