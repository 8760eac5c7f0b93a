import { z } from 'zod';

const sendableText = (value: string): boolean =>
  // XML 1.0 has no way to write other control characters, and a lone surrogate is no UTF-8.
  // eslint-disable-next-line no-control-regex
  value.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(value);
const unsendable = 'must not hold control characters';

const seconds = (defaultSeconds: number): z.ZodDefault<z.ZodNumber> =>
  z.number().positive().max(3600).default(defaultSeconds);

/**
 * The connection's own keys of its JSON (without `type`). One schema for the parser, the form of a host, the command
 * line and the docs. Secrets carry `writeOnly: true`.
 */
export const connectionSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .regex(/^[^/:]*$/u, 'must not hold "/" or ":"')
    .meta({
      title: 'Connection name',
      description: 'Unique among the connections of a project. Must not hold "/" or ":".',
    }),
  serverHost: z.string().min(1).default('https://login.salesforce.com').meta({
    title: 'Server host',
    description:
      'Where to log in: the standard host or the My Domain host of the org. A bare host name gets https://; plain http is accepted for loopback hosts only. Default https://login.salesforce.com.',
  }),
  sandbox: z.boolean().default(false).meta({
    title: 'Sandbox',
    description:
      'Switches the standard host to https://test.salesforce.com. A My Domain host is kept. Default false.',
  }),
  username: z.string().min(1).refine(sendableText, unsendable).meta({
    title: 'Username',
    description: 'User name of an integration user that needs no second factor for API logins.',
  }),
  password: z
    .string()
    .min(1)
    .refine(sendableText, unsendable)
    .meta({ title: 'Password', description: 'Password of the user.', writeOnly: true, format: 'password' }),
  securityToken: z.string().default('').refine(sendableText, unsendable).meta({
    title: 'Security token',
    description:
      'Token that Salesforce mails to the user; needed unless this machine is in a trusted IP range. Default empty.',
    writeOnly: true,
    format: 'password',
  }),
  authentication: z
    .discriminatedUnion('type', [z.strictObject({ type: z.literal('soap-login') })])
    .default({ type: 'soap-login' })
    .meta({
      title: 'Authentication',
      description:
        "How to get a session. `soap-login` sends username, password and security token; Salesforce retires it with Summer '27. Default soap-login.",
    }),
  apiVersion: z
    .string()
    .regex(/^\d{2}\.0$/u, 'must look like 67.0')
    .refine((version) => Number.parseInt(version, 10) >= 47, 'must be 47.0 or later')
    .default('67.0')
    .meta({
      title: 'API version',
      description:
        'Version of every call but the SOAP login, 47.0 or later; a newer version shows newer fields and objects. Default 67.0.',
    }),
  connectTimeoutSeconds: seconds(20).meta({
    title: 'Connect timeout',
    description:
      'Seconds to wait for a connection to the host; then the attempt fails and is repeated. Up to 3600, default 20.',
  }),
  idleTimeoutSeconds: seconds(630).meta({
    title: 'Idle timeout',
    description:
      'Seconds without a byte in either direction before a call counts as lost. Salesforce may work on one call for 600, so less makes the outcome of slow inserts unknown. Up to 3600, default 630.',
  }),
  maxConcurrentRequests: z.number().int().min(1).max(100).default(10).meta({
    title: 'Concurrent requests',
    description:
      'Calls that wait for an answer at the same time; further calls queue. Production orgs allow 25 long ones, developer orgs 5. From 1 to 100, default 10.',
  }),
  clientName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}$/u, 'may hold letters, digits, space and . _ / - only')
    .default('service-cloud-connector')
    .meta({
      title: 'Client name',
      description:
        "Shown in the org's API usage and event logs. Up to 100 characters, default service-cloud-connector.",
    }),
});
