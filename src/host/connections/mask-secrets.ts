import { withValueAt, type Fields } from './field-path.ts';
import { keptAs } from './kept-secret.ts';
import { secretFields } from './secret-fields.ts';

/** The fields with `***` in place of every secret that is more than a reference or empty. */
export function maskSecrets(schema: unknown, fields: Fields): Fields {
  return secretFields(schema, fields)
    .filter(({ value }) => ['encrypted', 'clear-text'].includes(keptAs(value)))
    .reduce((masked, { path }) => withValueAt(masked, path, '***'), fields);
}
