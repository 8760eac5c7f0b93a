import { z } from 'zod';
import { filePath, filledText, secret } from './field-kinds.ts';

const pem = z
  .string()
  .regex(/-----BEGIN [A-Z0-9 ]+-----/u, 'must be PEM text: -----BEGIN …-----')
  .optional();

// The address is no secret field: what it holds is shown.
const hasNoCredentials = (address: string): boolean => {
  const { username, password } = URL.parse(address) ?? { username: '', password: '' };
  return username === '' && password === '';
};

/** How to reach the org: through which proxy. */
export const proxySchema = z
  .union([
    z.enum(['environment', 'none']),
    z.strictObject({
      url: z
        .url({ protocol: /^https?$/u })
        .refine(hasNoCredentials, 'must not hold a user name or password; they have fields of their own')
        .meta({
          title: 'Address of the proxy',
          description: 'Such as http://proxy.example:3128, without user name and password.',
        }),
      username: filledText.optional().meta({
        title: 'User of the proxy',
        description: 'For a proxy that wants one.',
      }),
      password: secret(filledText.optional(), {
        title: 'Password of the proxy',
        description: 'For a proxy that wants one.',
      }),
      bypass: z.array(z.string().min(1)).default([]).meta({
        title: 'Hosts reached directly',
        description: 'As in NO_PROXY: `example.com` is the host and everything below it. Default none.',
      }),
    }),
  ])
  .default('environment')
  .meta({
    title: 'Proxy',
    description:
      '`environment` follows HTTPS_PROXY, HTTP_PROXY and NO_PROXY, `none` connects directly, an object names the proxy. Loopback hosts are always reached directly. Default environment.',
  });

/** Whom to trust, and with which certificate to introduce oneself. */
export const tlsSchema = z
  .strictObject({
    ca: pem.meta({
      title: 'Additional authorities',
      description: 'Root certificates as PEM text, trusted besides those that Node trusts.',
    }),
    caFile: filePath({
      title: 'File of additional authorities',
      description: 'Path of a PEM file with root certificates, trusted besides those that Node trusts.',
    }),
    certificate: pem.meta({
      title: 'Client certificate',
      description: 'For orgs that want mutual TLS, as PEM text with its chain.',
    }),
    certificateFile: filePath({
      title: 'File of the client certificate',
      description: 'Path of a PEM file with the client certificate and its chain.',
    }),
    key: secret(pem, { title: 'Key of the client certificate', description: 'As PEM text.' }),
    keyFile: filePath({
      title: 'File of the key of the client certificate',
      description: 'Path of a PEM file.',
    }),
    passphrase: secret(filledText.optional(), {
      title: 'Passphrase of the key',
      description: 'Only for an encrypted key.',
    }),
  })
  .default({})
  .meta({ title: 'TLS', description: 'Additional authorities, and a client certificate. Default none.' });

/** Proxy as configured. */
export type ProxyOptions = z.output<typeof proxySchema>;

/** TLS as configured; a file and its text together are refused. */
export type TlsOptions = z.output<typeof tlsSchema>;
