import { describe, expect, it } from 'vitest';
import { ConnectFailure } from '../../../src/connection/transport/line/connect-failure.ts';
import { networkFailure } from '../../../src/connection/transport/network-failure.ts';

function systemError(code: string, message = 'it broke'): Error {
  return Object.assign(new Error(message), { code });
}

describe('networkFailure', () => {
  it.each([
    ['ECONNREFUSED', 'not-sent'],
    ['ECONNRESET', 'not-sent'],
    ['EPROTO', 'not-sent'],
    ['EAI_AGAIN', 'not-sent'],
    ['EHOSTUNREACH', 'not-sent'],
    ['LINE_REFUSED', 'not-sent'],
    ['SOMETHING_NEW', 'not-sent'],
    ['ENOTFOUND', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'unreachable'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'unreachable'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'unreachable'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'unreachable'],
  ])('takes %s of a line that could not be made for %s', (networkCode, failure) => {
    const error = networkFailure(new ConnectFailure(systemError(networkCode)), { call: 'GET sobjects' });
    expect(error).toMatchObject({
      code: 'network-error',
      message: 'GET sobjects failed on the network: it broke.',
      details: { call: 'GET sobjects', networkCode, failure },
    });
  });

  it.each([
    ['ECONNREFUSED', 'answer-lost'],
    ['EHOSTUNREACH', 'answer-lost'],
    ['ECONNRESET', 'answer-lost'],
    ['EPIPE', 'answer-lost'],
    ['EPROTO', 'answer-lost'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'answer-lost'],
    ['ETIMEDOUT', 'answer-lost'],
    ['ANSWER_CUT', 'answer-lost'],
    ['NOT_HTTP', 'answer-lost'],
    ['UND_ERR_SOCKET', 'answer-lost'],
    ['SOMETHING_NEW', 'answer-lost'],
    ['BAD_HEADER', 'unreachable'],
    ['UND_ERR_INVALID_ARG', 'unreachable'],
    // With TLS 1.3 the host speaks up only when the line stands, and before it reads.
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'unreachable'],
  ])('takes %s of a standing line for %s', (networkCode, failure) => {
    const error = networkFailure(systemError(networkCode), { call: 'GET sobjects' });
    expect(error).toMatchObject({
      code: 'network-error',
      message: 'GET sobjects failed on the network: it broke.',
      details: { call: 'GET sobjects', networkCode, failure },
    });
  });

  it.each([
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer began within 0.25 seconds (`answerTimeoutSeconds`)'],
    ['ANSWER_TIMEOUT', 'no answer began within 0.25 seconds (`answerTimeoutSeconds`)'],
    ['UND_ERR_BODY_TIMEOUT', 'with no further byte within 120 seconds (`idleTimeoutSeconds`)'],
    ['IDLE_TIMEOUT', 'with no further byte within 120 seconds (`idleTimeoutSeconds`)'],
    ['UPLOAD_STALLED', 'with no further byte within 120 seconds (`idleTimeoutSeconds`)'],
  ])('says of %s which limit was reached, and which field changes it', (networkCode, words) => {
    const limits = { connectTimeoutMs: 20_000, answerTimeoutMs: 250, idleTimeoutMs: 120_000 };
    const error = networkFailure(systemError(networkCode), { call: 'PUT batches', limits });
    const [, field] = /`(\w+)`/u.exec(words)!;
    expect(error.message).toContain(words);
    expect(error.nextSteps[0]).toContain(field);
    expect(error.details).toMatchObject({ fields: [field], failure: 'answer-lost' });
  });

  it('names the field of a connect timeout, after which nothing was sent', () => {
    const late = new ConnectFailure(systemError('CONNECT_TIMEOUT'));
    const limits = { connectTimeoutMs: 20_000, answerTimeoutMs: 250, idleTimeoutMs: 120_000 };
    const error = networkFailure(late, { call: 'GET it', limits });
    expect(error.message).toContain('no connection to the host within 20 seconds (`connectTimeoutSeconds`)');
    expect(error.details).toMatchObject({ fields: ['connectTimeoutSeconds'], failure: 'not-sent' });
  });

  it.each([
    ['ENOTFOUND', ['serverHost', 'proxy']],
    ['SELF_SIGNED_CERT_IN_CHAIN', ['tls.ca', 'serverHost']],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', ['tls.certificate', 'tls.key']],
  ])('names the fields that can help with %s', (networkCode, fields) => {
    expect(networkFailure(systemError(networkCode), { call: 'GET it' }).details).toMatchObject({ fields });
  });

  it('names the code when several addresses failed, whose error has no text of its own', () => {
    const error = Object.assign(new AggregateError([systemError('ECONNREFUSED')]), { code: 'ECONNREFUSED' });
    expect(networkFailure(new ConnectFailure(error), { call: 'GET sobjects' }).message).toBe(
      'GET sobjects failed on the network: ECONNREFUSED.',
    );
  });

  it.each(['CLOSED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED'])('takes %s for our own doing', (networkCode) => {
    expect(networkFailure(systemError(networkCode), { call: 'GET sobjects' })).toMatchObject({
      code: 'cancelled',
      details: { call: 'GET sobjects' },
    });
  });

  it('says how to trust a certificate only where one was refused', () => {
    const stepsFor = (networkCode: string) =>
      networkFailure(systemError(networkCode), { call: 'GET sobjects' }).nextSteps.join(' ');
    expect(stepsFor('SELF_SIGNED_CERT_IN_CHAIN')).toContain('NODE_EXTRA_CA_CERTS');
    expect(stepsFor('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')).toContain('NODE_EXTRA_CA_CERTS');
    expect(stepsFor('ENOTFOUND')).not.toContain('NODE_EXTRA_CA_CERTS');
  });

  it('assumes the worst of something that is no error', () => {
    expect(networkFailure('odd', { call: 'GET sobjects' })).toMatchObject({
      details: { networkCode: 'UNKNOWN', failure: 'answer-lost' },
    });
  });
});
