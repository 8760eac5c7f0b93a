import { join } from 'node:path';
import { execute } from '@oclif/core';

// The `sf data` commands of the installed plugin, without the rest of the sf command line.
await execute({ dir: join(import.meta.dirname, '..', 'node_modules', '@salesforce', 'plugin-data') });
