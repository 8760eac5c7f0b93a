import type { CatalogueEntry } from './catalogue/catalogue-entry.ts';
import { configurationErrors } from './catalogue/configuration-errors.ts';
import { dataErrors } from './catalogue/data-errors.ts';
import { loginErrors } from './catalogue/login-errors.ts';
import { networkErrors } from './catalogue/network-errors.ts';
import { oauthErrors } from './catalogue/oauth-errors.ts';
import { orgErrors } from './catalogue/org-errors.ts';
import { queryErrors } from './catalogue/query-errors.ts';
import { sessionErrors } from './catalogue/session-errors.ts';

/**
 * Every error code of the product. Codes are stable: a code never changes its meaning, and messages may be reworded
 * at any time. `docs/errors.md` is generated from this table.
 */
export const errorCatalogue = {
  ...configurationErrors,
  ...dataErrors,
  ...loginErrors,
  ...oauthErrors,
  ...sessionErrors,
  ...networkErrors,
  ...orgErrors,
  ...queryErrors,
  cancelled: {
    category: 'cancelled',
    recovery: 'cancelled',
    nextSteps: ['Work already handed to the org goes on there.'],
  },
  'internal-error': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['This is a defect of the connector: please report it with the log.'],
  },
} as const satisfies Record<string, CatalogueEntry>;

/** Every code an error of this package can carry. */
export type ErrorCode = keyof typeof errorCatalogue;
