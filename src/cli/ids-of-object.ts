import type { Connection } from '../contract/connection.ts';
import { cancelled, ConnectorError } from '../errors/connector-error.ts';
import { readCsvRows, type InputEndpoint } from '../host/index.ts';
import type { ServiceCloudConnection } from './record/record-connection.ts';

/** The object that every id of an input must belong to. */
export interface ExpectedObject {
  readonly connection: Connection;
  readonly name: string;
}

/**
 * An input that is refused as a whole, before its first row goes out, when the `Id` of a row belongs to another
 * object: over REST ids alone decide what is deleted. Reads the input once more. Rows without an id pass; they fail
 * on their own.
 *
 * The input's `open` @throws ConnectorError `invalid-value` with the row, `unknown-object`, and what the input throws
 */
export function idsOfObject(input: InputEndpoint, expected: ExpectedObject): InputEndpoint {
  return {
    name: input.name,
    async open(temporaryFolder, signal) {
      const prefix = await keyPrefixOf(expected, signal);
      const opened = await input.open(temporaryFolder, signal);
      try {
        for await (const { firstRowIndex, rows } of readCsvRows(opened.source)) {
          if (signal?.aborted === true) throw cancelled(signal);
          const index = rows.findIndex((row) => !belongs(row, prefix));
          if (index !== -1) throw foreignId(input.name, expected.name, firstRowIndex + index);
        }
        return opened;
      } catch (error) {
        await opened.release();
        throw error;
      }
    },
  };
}

async function keyPrefixOf({ connection, name }: ExpectedObject, signal?: AbortSignal): Promise<string> {
  const call = signal === undefined ? {} : { signal };
  // The command line registers one connector, so this is its connection.
  const { keyPrefix } = await (connection as ServiceCloudConnection).describeObject(name, call);
  if (keyPrefix != null) return keyPrefix;
  throw new ConnectorError('unsupported-operation', `Ids do not tell whether a record is a ${name}.`, {
    nextSteps: [`Leave ${name} out: the ids alone then decide what is deleted.`],
  });
}

function belongs(row: Readonly<Record<string, unknown>>, prefix: string): boolean {
  return Object.entries(row).every(
    ([name, id]) => !/^ids?$/i.test(name) || typeof id !== 'string' || id === '' || id.startsWith(prefix),
  );
}

function foreignId(file: string, object: string, rowIndex: number): ConnectorError {
  return new ConnectorError(
    'invalid-value',
    `${file}: the Id in row ${rowIndex + 1} is not that of a ${object}. Nothing was deleted.`,
    {
      details: { file, rowIndex, field: 'Id', object },
      nextSteps: [`Take the row out, or leave ${object} out of the command to delete records of any object.`],
    },
  );
}
