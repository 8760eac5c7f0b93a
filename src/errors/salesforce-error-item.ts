/** One error of an answer, in the org's own words. */
export interface SalesforceErrorItem {
  /** The org's machine code, e.g. `INVALID_SESSION_ID`; empty when the answer carried none. */
  readonly errorCode: string;
  readonly message: string;
  /** Fields that the error names; often empty. */
  readonly fields: readonly string[];
  /** What the org adds to the code where one code has several reasons, e.g. `TEMPORARY_QUERY_MORE_FAILURE`. */
  readonly extendedErrorCode?: string;
}

/** The error as it may be shown: every text of it through `redact`, which takes secrets out. */
export function redactErrorItem(
  { errorCode, message, fields, extendedErrorCode }: SalesforceErrorItem,
  redact: (text: string) => string,
): SalesforceErrorItem {
  return {
    errorCode: redact(errorCode),
    message: redact(message),
    fields: fields.map(redact),
    ...extended(extendedErrorCode === undefined ? undefined : redact(extendedErrorCode)),
  };
}

/**
 * Reads the errors out of the body of a refusal, whichever of the shapes Salesforce uses it has: a JSON array, a
 * single JSON object, an OAuth error object, a SOAP fault, Bulk API XML. Never throws; a shape that it does not know
 * (HTML, plain text, nothing) gives an empty list.
 */
export function parseSalesforceErrors(bodyText: string): readonly SalesforceErrorItem[] {
  const text = bodyText.trim();
  if (text.startsWith('[') || text.startsWith('{')) return fromJson(text);
  if (text.startsWith('<')) return fromXml(text);
  // The identity service answers an expired token with this bare word.
  return text === 'Bad_OAuth_Token' ? [{ errorCode: text, message: '', fields: [] }] : [];
}

function fromJson(text: string): readonly SalesforceErrorItem[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [];
  }
  const candidates: readonly unknown[] = Array.isArray(body) ? body : [body];
  return candidates.map(fromJsonItem).filter((item) => item !== undefined);
}

function fromJsonItem(candidate: unknown): SalesforceErrorItem | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  const item = candidate as Readonly<Record<string, unknown>>;
  const errorCode = firstText(item['errorCode'], item['statusCode'], item['error'], item['exceptionCode']);
  const message = firstText(item['message'], item['error_description'], item['exceptionMessage']);
  if (errorCode === undefined && message === undefined) return undefined;
  const fields = Array.isArray(item['fields']) ? item['fields'].filter(isText) : [];
  return { errorCode: errorCode ?? '', message: message ?? '', fields, ...extended(extendedCodeOf(item)) };
}

/** Beside the code, or in the first of the details. */
function extendedCodeOf(item: Readonly<Record<string, unknown>>): string | undefined {
  const details: unknown = item['extendedErrorDetails'];
  const first: unknown = Array.isArray(details) ? details[0] : details;
  const inDetails = typeof first === 'object' && first !== null && 'extendedErrorCode' in first ? first : {};
  return firstText(
    item['extendedErrorCode'],
    'extendedErrorCode' in inDetails ? inDetails.extendedErrorCode : undefined,
  );
}

function extended(code: string | undefined): Pick<SalesforceErrorItem, 'extendedErrorCode'> {
  return code === undefined ? {} : { extendedErrorCode: code };
}

function fromXml(text: string): readonly SalesforceErrorItem[] {
  const errorCode =
    elementText(text, 'exceptionCode') ?? elementText(text, 'faultcode')?.replace(/^\w+:/, '');
  const message = elementText(text, 'exceptionMessage') ?? elementText(text, 'faultstring');
  if (errorCode === undefined) return [];
  const code = elementText(text, 'extendedErrorCode');
  return [{ errorCode, message: message ?? '', fields: [], ...extended(code) }];
}

// A few known leaf elements of a fixed shape: a parser that knows documents belongs to the codec, which this folder
// may not import.
function elementText(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}>([^<]*)</`, 'u').exec(xml)?.[1]?.trim();
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
