/**
 * Codes with which the org refuses a row for something that passes: a lock, a limit of the moment, a time-out. The row
 * may be sent again. Codes that are about the data of the row are not here, and neither are those of limits that a
 * trigger or a flow of the org hits by itself: they would be hit again.
 *
 * All are StatusCodes of the SOAP API, which sObject Collections uses in `errors[].statusCode`.
 */
export const passingRowCodes: ReadonlySet<string> = new Set([
  // "unable to obtain exclusive access to this record or N records": help article 000387767; field lesson A21.
  'UNABLE_TO_LOCK_ROW',
  // "too many long-running requests": described as transient by the SOAP API guide.
  'TOO_MANY_APEX_REQUESTS',
  // A batch that passed its time; a smaller one needs less.
  'REQUEST_RUNNING_TOO_LONG',
  'QUERY_TIMEOUT',
  'SERVER_UNAVAILABLE',
  // Maintenance: nothing may be saved for a while.
  'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
]);

/** What the org says of a row that had to go because another one of its batch failed. */
export const rolledBackCode = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
