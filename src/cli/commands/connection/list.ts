import type { Command } from 'commander';
import type { ConnectionListing, ConnectionStore } from '../../../host/index.ts';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

/** `sfsc connection list`: the connections of the project, saved ones and drafts. */
export function connectionListCommand(): Command {
  return command('list', 'List the connections of the project, saved ones and drafts').action(
    (options: CommonOptions) =>
      manage(options, async ({ store, print, note }) => {
        const { stateOf } = await import('../../render/render-connection.ts');
        const { table } = await import('../../render/table.ts');
        const listings = await store.list();
        const entries = await Promise.all(listings.map((listing) => withHost(store, listing)));
        const rows = entries.map((entry) => [
          entry.name,
          stateOf(entry),
          entry.serverHost ?? '',
          entry.username ?? '',
          entry.file ?? '',
        ]);
        print(
          entries,
          rows.length === 0
            ? 'The project has no connections. Make one: sfsc connection draft NAME --set username=…'
            : table(rows, ['NAME', 'STATE', 'HOST', 'USER', 'FILE']),
        );
        if (options.json) return 0;
        for (const { problem } of listings) if (problem !== undefined) note(`Warning: ${problem}`);
        return 0;
      }),
  );
}

interface Entry extends ConnectionListing {
  readonly serverHost?: string;
  readonly username?: string;
}

/** Host and user as written, those in force where there are some: variables stay variables. */
async function withHost(store: ConnectionStore, listing: ConnectionListing): Promise<Entry> {
  if (listing.problem !== undefined) return listing;
  const { fields } = await store.show(listing.name, { savedOnly: listing.file !== undefined });
  const text = (key: string): Readonly<Record<string, string>> => {
    const value = fields[key];
    if (typeof value === 'string') return { [key]: value };
    const isReference = typeof value === 'object' && value !== null && 'env' in value;
    return isReference ? { [key]: `from environment ${String(value.env)}` } : {};
  };
  return { ...listing, ...text('serverHost'), ...text('username') };
}
