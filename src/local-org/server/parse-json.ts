import { ApiError } from './api-error.ts';
import { findJsonProblem } from './json-problem.ts';

/** Objects and lists inside each other. Nothing that Salesforce takes is near it. */
const maxDepth = 1000;

/**
 * Parses a body. Of a key that stands twice the last one counts.
 * @throws ApiError 400 `JSON_PARSER_ERROR` with line and column, also beyond 1,000 levels.
 */
export function parseJson(text: string): unknown {
  refuseDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', findJsonProblem(text));
  }
}

/** What comes behind walks through values by recursion, so depth must end here. */
function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) {
        throw new ApiError(400, 'JSON_PARSER_ERROR', `Document nesting depth exceeds ${maxDepth} levels`);
      }
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
}
