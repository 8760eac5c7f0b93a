import { problemsOfFile } from '../host/index.ts';
import { invalidConfiguration } from '../errors/connector-error.ts';

/**
 * Runs the parser of one file that is not part of a project.
 *
 * @throws ConnectorError `invalid-configuration` with the file in every path
 */
export function parseFile<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw invalidConfiguration(file, problemsOfFile(file, error));
  }
}
