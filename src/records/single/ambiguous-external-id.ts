import { ConnectorError } from '../../errors/connector-error.ts';

/** `ambiguous-external-id`: a key that more than one record has. Field lesson C18. */
export function ambiguousExternalId(
  { object, field }: { readonly object: string; readonly field: string },
  candidates: readonly string[],
): ConnectorError {
  return new ConnectorError(
    'ambiguous-external-id',
    `More than one ${object} has this ${field}: ${candidates.join(', ')}.`,
    { details: { object, field, candidates } },
  );
}
