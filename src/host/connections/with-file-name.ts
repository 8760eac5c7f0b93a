import { isConnectorFailure } from '../../contract/failure.ts';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import { problemsOfFile } from '../project/problem-list.ts';

/** Puts the file's name, if there is a file, before the paths of what a connector finds wrong. */
export function withFileName<T>(file: string | undefined, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (file === undefined || !isConnectorFailure(error) || error.code !== 'invalid-configuration')
      throw error;
    throw invalidConfiguration('The configuration', problemsOfFile(file, error));
  }
}
