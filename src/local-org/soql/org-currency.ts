/** The one currency of the org. */
export const ORG_CURRENCY = 'USD';
