import { z } from 'zod';
import { authenticationSchema } from './authentication-schema.ts';
import { filledText, seconds, secret, sendableText } from './field-kinds.ts';
import { proxySchema, tlsSchema } from './network-schema.ts';

/**
 * The connection's own keys of its JSON (without `type`). One schema for the parser, the form of a host, the command
 * line and the docs. Secrets carry `writeOnly: true`. What depends on several fields is checked by
 * `parseConnectionOptions`.
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
      'Switches the standard host to https://test.salesforce.com and back. A My Domain or custom host is kept. Default false.',
  }),
  username: filledText.optional().meta({
    title: 'Username',
    description:
      'User name of an integration user that needs no second factor for API logins. Required by soap-login, oauth-username-password and oauth-jwt-bearer.',
  }),
  password: secret(filledText.optional(), {
    title: 'Password',
    description: 'Password of the user. Required by soap-login and oauth-username-password.',
  }),
  securityToken: secret(sendableText.default(''), {
    title: 'Security token',
    description:
      'Token that Salesforce mails to the user, sent behind the password; needed unless this machine is in a trusted IP range. Default empty.',
  }),
  authentication: authenticationSchema.default({ type: 'soap-login' }).meta({
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
  clientName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}$/u, 'may hold letters, digits, space and . _ / - only')
    .default('service-cloud-connector')
    .meta({
      title: 'Client name',
      description:
        "Shown in the org's API usage and event logs. Up to 100 characters, default service-cloud-connector.",
    }),
  connectTimeoutSeconds: seconds(20, {
    title: 'Connect timeout',
    description:
      'Seconds to wait for a connection to the host; then the attempt fails and is repeated. Up to 3600, default 20.',
  }),
  answerTimeoutSeconds: seconds(630, {
    title: 'Answer timeout',
    description:
      'Seconds to wait for the start of an answer before the call counts as lost. Salesforce may work on one call for 600, so less makes the outcome of slow inserts unknown. Up to 3600, default 630.',
  }),
  idleTimeoutSeconds: seconds(120, {
    title: 'Idle timeout',
    description:
      'Seconds without a byte in the middle of an answer or an upload before the line counts as dead. Up to 3600, default 120.',
  }),
  retryDeadlineSeconds: seconds(600, {
    title: 'Retry deadline',
    description:
      'Seconds after the first attempt of a call until which it is begun again after a failure that passes; the attempt under way then is not cut off. Up to 3600, default 600.',
  }),
  proxy: proxySchema,
  tls: tlsSchema,
  allowInsecureHttp: z.boolean().default(false).meta({
    title: 'Allow plain http',
    description:
      'Accepts http:// addresses of other machines, where everybody on the way can read passwords and records. Default false.',
  }),
  maxConcurrentRequests: z.number().int().min(1).max(100).default(10).meta({
    title: 'Concurrent requests',
    description:
      'Calls that wait for an answer at the same time; further calls queue. Production orgs allow 25 long ones, developer orgs 5. From 1 to 100, default 10.',
  }),
  apiCallReserve: z.number().int().min(0).default(0).meta({
    title: 'API-call reserve',
    description:
      "Calls of the org's rolling 24 hours that are left for others: the connection stops before it would spend them. Default 0.",
  }),
  maxLoginsPerHour: z.number().int().min(1).max(3600).default(10).meta({
    title: 'Logins per hour',
    description:
      'Logins in any hour, so that a fault can neither lock the user nor use up the 3,600 that Salesforce allows. From 1 to 3600, default 10.',
  }),
  sessionCache: z.boolean().default(false).meta({
    title: 'Session cache',
    description:
      'Keeps the session, encrypted, for the next process, so that ten runs in a row make one login. Needs a host with a state store. Default false.',
  }),
});
