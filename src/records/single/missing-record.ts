import { ConnectorError } from '../../errors/connector-error.ts';

/** Runs a call on one record, and says of a record that is not there that it is not there. */
export async function onRecord<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'not-found') throw error;
    throw recordNotFound(what, isDeleted(error), error);
  }
}

/** `record-not-found`, with `details.deleted`. */
export function recordNotFound(what: string, deleted = false, cause?: ConnectorError): ConnectorError {
  const message = deleted ? `${what} has been deleted.` : `There is no ${what} that this user can see.`;
  return new ConnectorError('record-not-found', message, {
    details: { ...cause?.details, deleted },
    ...(cause === undefined ? {} : { cause }),
    ...(deleted
      ? { nextSteps: ['Restore it from the recycle bin within 15 days, if it is still needed.'] }
      : {}),
  });
}

function isDeleted({ details }: ConnectorError): boolean {
  const errors: unknown = details['errors'];
  return (
    Array.isArray(errors) &&
    errors.some((item: unknown) => (item as { errorCode?: unknown }).errorCode === 'ENTITY_IS_DELETED')
  );
}
