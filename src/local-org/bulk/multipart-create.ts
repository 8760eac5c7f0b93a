import type { OrgRequest } from '../server/org-request.ts';
import { headerOf } from '../server/org-request.ts';
import { ApiError } from '../server/api-error.ts';
import { readText } from '../server/read-body.ts';

/** Characters of data that a job can be created with. */
const maxContentChars = 100_000;
/** Bytes of the whole request: every character may take four, and the job's settings come on top. */
const maxBytes = 4 * maxContentChars + 64 * 1024;

/** Both parts of a request that creates a job together with its data. */
export interface MultipartCreate {
  /** The part `job`. */
  readonly json: unknown;
  /** The part `content`, byte for byte. */
  readonly content: string;
}

/** Whether a request to create a job brings the data along. */
export function isMultipart(request: OrgRequest): boolean {
  return /^multipart\/form-data\b/i.test(headerOf(request, 'content-type') ?? '');
}

/**
 * Reads the parts of a multipart create.
 * @throws ApiError 400 `CLIENTINPUTERROR` for other parts or more than 100,000 characters of data, 400
 * `JSON_PARSER_ERROR`, 413.
 */
export async function readMultipartCreate(request: OrgRequest): Promise<MultipartCreate> {
  const text = await readText(request, maxBytes);
  const parts = partsOf(text, headerOf(request, 'content-type') ?? '');
  const job = parts.get('job');
  const content = parts.get('content');
  if (job === undefined || content === undefined) {
    throw new ApiError(400, 'CLIENTINPUTERROR', 'A multipart request has the parts job and content');
  }
  if (content.length > maxContentChars) {
    throw new ApiError(
      400,
      'CLIENTINPUTERROR',
      `The content of a multipart request can have at most ${maxContentChars} characters`,
    );
  }
  try {
    return { json: JSON.parse(job), content };
  } catch (cause) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', cause instanceof Error ? cause.message : 'Invalid JSON');
  }
}

/** The parts by their names; text in, text out, so that a byte order mark stays where it is. */
function partsOf(text: string, contentType: string): ReadonlyMap<string, string> {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  const sections = boundary === undefined ? [] : `\r\n${text}`.split(`\r\n--${boundary}`);
  if (sections.length < 2 || !sections.at(-1)?.startsWith('--')) {
    throw new ApiError(400, 'CLIENTINPUTERROR', 'The multipart request cannot be read');
  }
  const parts = new Map<string, string>();
  for (const section of sections.slice(1, -1)) {
    const endOfHead = section.indexOf('\r\n\r\n');
    const name = /^content-disposition:.*;\s*name="?([^";\r\n]+)/im.exec(section.slice(0, endOfHead))?.[1];
    if (endOfHead !== -1 && name !== undefined) parts.set(name, section.slice(endOfHead + 4));
  }
  return parts;
}
