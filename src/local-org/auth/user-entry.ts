import * as z from 'zod';
import { ipRange } from './ip-range.ts';
import { loginWindow } from './login-hours.ts';
import { permissions } from './permission.ts';

/** A user of the users file. The defaults are those of a Standard User. */
export const userEntry = z.strictObject({
  username: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'must have the form of an e-mail address'),
  password: z.string().min(1),
  /** Empty: the password alone will do. */
  securityToken: z.string().default('LOCALTOKEN'),
  /** First and last name; default the username. */
  name: z.string().min(1).optional(),
  /** Default the username. */
  email: z.string().min(1).optional(),
  timezone: z.string().refine(isTimeZone, 'must be a time zone like Europe/Berlin').default('GMT'),
  locale: z.string().min(2).default('en_US'),
  language: z.string().min(2).default('en_US'),
  profile: z.string().min(1).default('Standard User'),
  isActive: z.boolean().default(true),
  isLockedOut: z.boolean().default(false),
  passwordExpired: z.boolean().default(false),
  permissions: z.array(z.enum(permissions)).default(['ApiEnabled', 'ViewSetup']),
  /** Empty: always. */
  loginHours: z.array(loginWindow).default([]),
  /** Empty: from everywhere. */
  loginIpRanges: z.array(ipRange).default([]),
});

/** A user as the users file describes one, complete. */
export type UserEntry = z.output<typeof userEntry>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
