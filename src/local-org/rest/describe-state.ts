import { statSync } from 'node:fs';
import { headerOf } from '../server/org-request.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import type { ApiCall } from './api-call.ts';

/** When the built-in objects last changed; moved by whoever changes them. */
const builtInMs = Date.UTC(2020, 7, 14);

/** Since when describes are what they are: the built-in objects, or the schema file that was written later. */
export class DescribeState {
  readonly #changedMs: number;

  constructor(schemaFile: string | undefined) {
    const fileMs = schemaFile === undefined ? builtInMs : statSync(schemaFile).mtimeMs;
    this.#changedMs = Math.floor(Math.max(builtInMs, fileMs) / 1000) * 1000;
  }

  /** 304 without a body when `If-Modified-Since` says that the client has it already, else 200. */
  answer(call: ApiCall, describe: () => unknown): OrgResponse {
    const headers = {
      ETag: `"${(this.#changedMs / 1000).toString(16)}"`,
      'Last-Modified': new Date(this.#changedMs).toUTCString(),
    };
    const since = Date.parse(headerOf(call, 'if-modified-since') ?? '');
    return since >= this.#changedMs ? { status: 304, headers } : json(200, describe(), headers);
  }
}
