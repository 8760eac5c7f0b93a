import * as z from 'zod';
import { ipRange } from './ip-range.ts';

/** What Setup says about signing in, for the whole org. Times in the unit of their names. */
export const authSettings = z.strictObject({
  /** Whether there is SOAP `login()` at all. */
  soapLoginEnabled: z.boolean().default(true),
  /** Whether SOAP `login()` takes the permission Use Any API Auth. */
  enforceUseAnyApiAuth: z.boolean().default(false),
  /** Whether the OAuth username-password flow works. */
  passwordGrantEnabled: z.boolean().default(true),
  /** Seconds without a call after which a session is gone. */
  sessionSecondsValid: z.int().positive().default(7200),
  /** Wrong passwords in a row that lock a user out. */
  maxLoginAttempts: z.int().positive().default(10),
  /** Minutes that a lockout lasts; 0: until the org starts again. */
  lockoutMinutes: z.int().min(0).default(15),
  /** Logins of one user in an hour; one more blocks the user for an hour. */
  loginsPerHour: z.int().positive().default(3600),
  /** What `login()` says in `sandbox`, and which login host a JWT must name. */
  sandbox: z.boolean().default(false),
  /** Whether SOAP logins of a user get the session that the user has already. */
  sharedSessions: z.boolean().default(false),
  /** Addresses from which no security token is needed. */
  trustedIpRanges: z.array(ipRange).default([]),
});

/** The settings, complete. */
export type AuthSettings = z.output<typeof authSettings>;
