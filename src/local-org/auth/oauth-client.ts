import { createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';

/** The grants of the token endpoint by short names. */
export const grants = ['password', 'client_credentials', 'jwt_bearer', 'refresh_token'] as const;

/** One of {@link grants}. */
export type Grant = (typeof grants)[number];

/** A connected app. */
export const oauthClient = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().default(''),
  /** What the app may ask for. */
  grants: z.array(z.enum(grants)).default([...grants]),
  /** Username of the user whom `client_credentials` stands for; without one that grant is refused. */
  runAs: z.string().optional(),
  /** PEM of a public RSA key or of a certificate with one, for `jwt_bearer`. */
  publicKey: z.string().transform(readKey).optional(),
  /** Whether a refresh token works once and brings its successor. */
  rotateRefreshTokens: z.boolean().default(false),
  /** Refresh tokens that users gave the app before. */
  refreshTokens: z
    .array(z.strictObject({ token: z.string().min(1), username: z.string().min(1) }))
    .default([]),
});

/** A connected app, complete. */
export type OAuthClient = z.output<typeof oauthClient>;

function readKey(pem: string, context: z.RefinementCtx): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Said below, in the words of the file.
  }
  context.addIssue({
    code: 'custom',
    message: 'must be the PEM of a public RSA key or a certificate with one',
  });
  return z.NEVER;
}
