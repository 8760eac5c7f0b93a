import { ConnectorError } from '../../errors/connector-error.ts';
import { idPattern } from '../../schema/field-schema.ts';

const id = new RegExp(idPattern);

/**
 * The id of a record as a caller gives it, before anything is sent: the org would say of a wrong one now this, now that.
 *
 * @throws ConnectorError `invalid-value`; the message repeats only what could be meant as an id
 */
export function recordId(given: string): string {
  if (id.test(given)) return given;
  const shown = /^\w{1,20}$/.test(given) ? given : 'What was given';
  throw new ConnectorError('invalid-value', `${shown} is no id of a record.`, {
    nextSteps: ['Give 15 or 18 letters and digits, or find the record by an external id.'],
  });
}
