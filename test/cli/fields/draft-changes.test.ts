import { expect, test } from 'vitest';
import { draftChanges } from '../../../src/cli/fields/draft-changes.ts';
import { fieldEdits, type FieldEditOptions } from '../../../src/cli/fields/field-edits.ts';
import { fieldsOfSchema } from '../../../src/cli/fields/field-schema.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';

const schema = salesforceServiceCloud.manifest.connection;
const fields = fieldsOfSchema(schema);
const secretPaths = new Set(fields.filter(({ isSecret }) => isSecret).map(({ path }) => path));

interface Case {
  readonly before?: Record<string, unknown>;
  readonly from?: Record<string, unknown>;
  readonly options?: Partial<FieldEditOptions>;
  readonly entered?: Record<string, string>;
}

const changes = ({ before = {}, from, options = {}, entered = {} }: Case) =>
  draftChanges({
    schema,
    secretPaths,
    before,
    ...(from !== undefined && { from }),
    edits: fieldEdits({ set: [], env: [], enter: [], remove: [], ...options }, fields),
    entered: new Map(Object.entries(entered)),
  });

test('what is set and removed changes fields, what is entered changes secrets; empty counts as entered', () => {
  expect(
    changes({
      options: { set: ['sandbox=true'], enter: ['password', 'securityToken'], remove: ['tls.keyFile'] },
      entered: { password: '[literal]', securityToken: '' },
    }),
  ).toEqual({
    fields: { sandbox: true, 'tls.keyFile': null },
    secrets: { password: '[literal]', securityToken: '' },
  });
});

test('another authentication type drops what it does not know', () => {
  expect(
    changes({
      before: { authentication: { type: 'oauth-refresh-token', clientId: 'id', refreshToken: '***' } },
      options: { set: ['authentication.type=oauth-client-credentials'] },
    }),
  ).toEqual({
    fields: { 'authentication.refreshToken': null, 'authentication.type': 'oauth-client-credentials' },
    secrets: {},
  });
});

test('a file replaces all fields but the secrets that it leaves out, and edits are stronger than it', () => {
  expect(
    changes({
      before: { username: 'old', password: '***', tls: { caFile: 'ca.pem' }, proxy: { url: 'http://p:1' } },
      from: {
        type: 'salesforce-service-cloud',
        name: 'other',
        username: 'new',
        securityToken: { env: 'TOKEN' },
        authentication: { type: 'soap-login' },
        proxy: 'none',
        typo: 1,
      },
      options: { set: ['username=newest'], enter: ['securityToken'] },
      entered: { securityToken: 't' },
    }),
  ).toEqual({
    fields: {
      'tls.caFile': null,
      'proxy.url': null,
      username: 'newest',
      'authentication.type': 'soap-login',
      proxy: 'none',
      typo: 1,
    },
    secrets: { securityToken: 't' },
  });
});
