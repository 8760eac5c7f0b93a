import { parseActivityFile, readJsonFile, type ActivityFile } from '../host/index.ts';
import { parseFile } from './parse-file.ts';

/** An activity of the command line: a JSON file (the name ends in `.json`), or a name in the project. */
export async function activityReference(reference: string): Promise<string | ActivityFile> {
  if (!/\.json$/i.test(reference)) return reference;
  const value = await readJsonFile(reference);
  return parseFile(reference, () => parseActivityFile(reference, value));
}
