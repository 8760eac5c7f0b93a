/** Permissions that change what the API answers, by their names in Setup without spaces. */
export const permissions = [
  /** Any call at all. */
  'ApiEnabled',
  /** SOAP login, where the org enforces it. */
  'UseAnyApiAuth',
  /** `hardDelete` jobs; off in a real org unless an administrator gives it. */
  'BulkApiHardDelete',
  /** Setting the passwords of others. */
  'ManageUsers',
  /** Aborting and deleting the jobs of others. */
  'ManageDataIntegrations',
  /** `/limits`. */
  'ViewSetup',
  /** Drafts and archived versions of articles. */
  'ManageKnowledge',
  /** Audit fields on create. */
  'CreateAuditFields',
] as const;

/** One of {@link permissions}. */
export type Permission = (typeof permissions)[number];
