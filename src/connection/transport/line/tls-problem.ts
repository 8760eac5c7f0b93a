import { ConnectorError } from '../../../errors/connector-error.ts';
import { FailureClass } from '../../../errors/failure-class.ts';

/**
 * `invalid-certificate`: a field of `tls` cannot be used as it is. What OpenSSL says stays out: it does not help, and
 * nobody promises that it quotes no key.
 *
 * @param fields paths, most likely first
 * @param message goes on after the name of the first
 */
export function unusable(fields: readonly [string, ...string[]], message: string): ConnectorError {
  return new ConnectorError('invalid-certificate', `\`${fields[0]}\` ${message}.`, {
    details: { fields, failure: FailureClass.unreachable },
  });
}
