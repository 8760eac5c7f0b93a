import {
  DownloadClient,
  type DownloadAnswer,
  type DownloadClientOptions,
} from '../../../../src/connection/transport/download/download-client.ts';
import { LineOpener, type LineOpenerOptions } from '../../../../src/connection/transport/line/line-opener.ts';
import { startLineServer, type LineAnswer, type LineServer, type LineServerOptions } from './line-server.ts';

/** What a test may choose about a client. */
export type DownloadSettings = Partial<Omit<DownloadClientOptions, 'lines'> & LineOpenerOptions>;

/** A download client with timeouts of two seconds, unless the test says otherwise. */
export function downloadClient(settings: DownloadSettings = {}): DownloadClient {
  const { answerTimeoutMs = 2000, idleTimeoutMs = 2000, connectTimeoutMs = 2000, ...others } = settings;
  const lines = new LineOpener({ ...others, connectTimeoutMs });
  return new DownloadClient({ lines, answerTimeoutMs, idleTimeoutMs });
}

/** A download client and a server for it to talk to. */
export interface DownloadSetUp extends AsyncDisposable {
  readonly server: LineServer;
  readonly client: DownloadClient;
  get(path?: string, signal?: AbortSignal): Promise<DownloadAnswer>;
}

/** Starts a server that answers as the test says, and makes a client with timeouts of two seconds. */
export async function setUpDownloads(
  answer: LineAnswer | string,
  options: DownloadSettings & LineServerOptions = {},
): Promise<DownloadSetUp> {
  const write: LineAnswer = typeof answer === 'string' ? (socket) => socket.write(answer, 'latin1') : answer;
  const server = await startLineServer(write, options);
  const client = downloadClient(options);
  return {
    server,
    client,
    get: (path = '/', signal) => client.get({ url: new URL(path, server.origin), headers: {}, signal }),
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** All of a lent body, copied. */
export async function textOf({ body }: Pick<DownloadAnswer, 'body'>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk).toString('latin1');
  return text;
}

/** An answer with a content-length. */
export function sized(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`;
}
