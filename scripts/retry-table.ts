import {
  callClasses,
  expectedOf,
  retryMatrix,
  type Expected,
  type Matrix,
  type MatrixCall,
} from '../test/connection/rest/retry-matrix.ts';

type Meaning = Matrix['meanings'][string];

const titles: Readonly<Record<MatrixCall, string>> = {
  idempotent: 'read, update, upsert',
  poll: 'look at a job',
  upload: 'upload',
  create: 'insert, delete, change a job',
};

/** What is repeated and when, as a Markdown table, from the data that the retry matrix test runs. */
export function retryTable(): string {
  const rows = Object.entries(retryMatrix.meanings).map(([means, meaning]) => {
    const codes = retryMatrix.faults.filter((fault) => fault.means === means).map(({ code }) => code);
    const cells = callClasses.map((call) => cellOf(meaning, call, codes));
    return `| ${[meaning.title, ...cells].join(' | ')} |`;
  });
  const header = ['what happened', ...callClasses.map((call) => titles[call])];
  return [`| ${header.join(' | ')} |`, `|${header.map(() => '---|').join('')}`, ...rows].join('\n');
}

function cellOf(meaning: Meaning, call: MatrixCall, codes: readonly (string | undefined)[]): string {
  const once = expectedOf(meaning, 'once', call);
  const always = expectedOf(meaning, 'always', call);
  const end = always === undefined ? '' : outcomeOf(always, codes);
  if (once !== undefined && once.outcome !== 'ok') return outcomeOf(once, codes);
  if (once !== undefined && once.logins > 1) return `a new session, then again; else ${end}`;
  return `again, up to ${always?.attempts ?? 0} attempts; else ${end}`;
}

/** The code of the error; where it depends on the fault, those that the faults name. */
function outcomeOf({ outcome }: Expected, codes: readonly (string | undefined)[]): string {
  const named = outcome === 'CODE' ? [...new Set(codes.filter((code) => code !== undefined))] : [outcome];
  return named.length > 3 ? 'the error that fits' : named.map((code) => `\`${code}\``).join(' or ');
}
