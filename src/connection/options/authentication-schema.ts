import { z } from 'zod';
import { filePath, filledText, secret } from './field-kinds.ts';

const clientId = filledText.meta({
  title: 'Client id',
  description: 'Consumer key of the External Client App or Connected App.',
});
const clientSecret = secret(filledText, {
  title: 'Client secret',
  description: 'Consumer secret of the External Client App or Connected App.',
});

const soapLogin = z.strictObject({ type: z.literal('soap-login') }).meta({
  title: 'Username, password and security token over SOAP',
  description:
    "Salesforce retires it with Summer '27, and it is off in orgs created since Winter '26. Works with any host.",
});

const clientCredentials = z
  .strictObject({ type: z.literal('oauth-client-credentials'), clientId, clientSecret })
  .meta({
    title: 'OAuth client credentials',
    description:
      'Runs as the user that the app names; needs the My Domain host of the org, and no user name or password here.',
  });

const jwtBearer = z
  .strictObject({
    type: z.literal('oauth-jwt-bearer'),
    clientId,
    privateKey: secret(filledText.optional(), {
      title: 'Private key',
      description: 'RSA key as PEM text, PKCS #8 or PKCS #1. Either this or `privateKeyFile`.',
    }),
    privateKeyFile: filePath({
      title: 'Private key file',
      description: 'Path of a PEM file with the RSA key. Either this or `privateKey`.',
    }),
    privateKeyPassphrase: secret(filledText.optional(), {
      title: 'Passphrase of the private key',
      description: 'Only for an encrypted key.',
    }),
    audience: z.url().optional().meta({
      title: 'Audience',
      description:
        'The `aud` of the assertion. Default https://test.salesforce.com for sandboxes, https://login.salesforce.com for other orgs, and the host itself for one outside of Salesforce.',
    }),
  })
  .meta({
    title: 'OAuth JWT bearer',
    description: 'A signed assertion for `username`; the app holds the certificate of the key. No password.',
  });

const usernamePassword = z
  .strictObject({ type: z.literal('oauth-username-password'), clientId, clientSecret })
  .meta({
    title: 'OAuth username and password',
    description:
      "Username, password and security token to the token endpoint; blocked by default in orgs created since Summer '23, and not offered by External Client Apps.",
  });

const refreshToken = z
  .strictObject({
    type: z.literal('oauth-refresh-token'),
    clientId,
    clientSecret: secret(filledText.optional(), {
      title: 'Client secret',
      description: 'Consumer secret, unless the app lets public clients refresh.',
    }),
    refreshToken: secret(filledText, {
      title: 'Refresh token',
      description:
        'Token of an authorisation that a user gave. When the org rotates it, the new one is kept, encrypted, before it is used.',
    }),
  })
  .meta({
    title: 'OAuth refresh token',
    description: 'Goes on with an authorisation that a user gave once, in a browser or with the sf command.',
  });

const bearer = z
  .strictObject({
    type: z.literal('bearer'),
    accessToken: secret(filledText.regex(/^[!-~]+$/u, 'must be one line of letters, digits and signs'), {
      title: 'Access token',
      description: 'Session id or OAuth access token.',
    }),
  })
  .meta({
    title: 'Access token',
    description:
      'A token that somebody else got. Needs the My Domain host of the org; it cannot be renewed here.',
  });

/** The ways to get a session. */
export const authenticationSchema = z.discriminatedUnion('type', [
  soapLogin,
  clientCredentials,
  jwtBearer,
  usernamePassword,
  refreshToken,
  bearer,
]);

/** A way to get a session, as configured. */
export type Authentication = z.output<typeof authenticationSchema>;

/** A way to get a session, by name. */
export type AuthenticationType = Authentication['type'];
