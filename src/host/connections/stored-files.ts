import { join } from 'node:path';
import { jsonFiles } from '../project/json-files.ts';
import { ProblemList } from '../project/problem-list.ts';
import { readJsonFile } from '../project/read-json-file.ts';

/** One JSON file of a folder, read and checked. */
export interface StoredFile<T> {
  /** Path below the project folder: `connections/production.json`. */
  readonly file: string;
  readonly content: T;
}

/** A file that cannot be read or is not what it should be. */
export interface BrokenFile {
  readonly file: string;
  readonly problem: string;
}

/** The JSON files of a folder; one that is broken does not hide the others. */
export interface StoredFiles<T> {
  readonly files: readonly StoredFile<T>[];
  readonly broken: readonly BrokenFile[];
}

/**
 * Reads every JSON file of a folder.
 *
 * @param part path of the folder below the project folder
 * @param parse may throw a zod error
 * @throws ConnectorError `file-unreadable` for a folder that cannot be listed
 */
export async function readStoredFiles<T>(
  folder: string,
  part: string,
  parse: (value: unknown) => T,
): Promise<StoredFiles<T>> {
  const files: StoredFile<T>[] = [];
  const broken: BrokenFile[] = [];
  for (const entry of await jsonFiles(join(folder, part))) {
    const file = `${part}/${entry}`;
    const problems = new ProblemList();
    const content = await problems.collect(file, async () =>
      parse(await readJsonFile(join(folder, file), file)),
    );
    if (content === undefined) {
      broken.push({
        file,
        problem: problems.all.map(({ path, message }) => `${path}: ${message}`).join('; '),
      });
    } else files.push({ file, content });
  }
  return { files, broken };
}
