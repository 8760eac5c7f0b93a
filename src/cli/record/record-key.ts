import type { Command } from 'commander';
import { assignment } from '../assignment.ts';
import { UsageFailure } from '../usage-failure.ts';

/** The external id that finds a record. */
export interface ExternalId {
  readonly field: string;
  readonly value: string;
}

/** Options that name a record. */
export interface KeyOptions {
  readonly externalId?: ExternalId;
}

/** Adds what names a record: its object, and its id or an external id. */
export function withKey(command: Command): Command {
  return command
    .argument('<object>', 'API name of the object, e.g. Case')
    .argument('[id]', 'id of the record')
    .option('--external-id <field=value>', 'find the record by this field instead of its id', externalId);
}

/** `FIELD=VALUE` as an external id. */
export function externalId(given: string): ExternalId {
  const { name, value } = assignment(given);
  return { field: name, value };
}

/** The id or external id that a command line gives. @throws UsageFailure for none and for both */
export function keyOf(id: string | undefined, { externalId }: KeyOptions): string | ExternalId {
  if (id !== undefined && externalId === undefined) return id;
  if (id === undefined && externalId !== undefined) return externalId;
  const message = id === undefined ? 'Which record?' : 'A record has one name: its id or an external id.';
  throw new UsageFailure(message, ['Give the id of the record, or `--external-id FIELD=VALUE`.']);
}
