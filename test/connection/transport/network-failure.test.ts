import { describe, expect, it } from 'vitest';
import { networkFailure } from '../../../src/connection/transport/network-failure.ts';

function systemError(code: string, message = 'it broke'): Error {
  return Object.assign(new Error(message), { code });
}

describe('networkFailure', () => {
  it.each([
    ['ECONNREFUSED', 'not-sent'],
    ['EAI_AGAIN', 'not-sent'],
    ['EHOSTUNREACH', 'not-sent'],
    ['ENETUNREACH', 'not-sent'],
    ['UND_ERR_CONNECT_TIMEOUT', 'not-sent'],
    ['CONNECT_TIMEOUT', 'not-sent'],
    ['ENOTFOUND', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'unreachable'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable'],
    ['EPROTO', 'answer-lost'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'answer-lost'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'unreachable'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'unreachable'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable'],
    ['BAD_HEADER', 'unreachable'],
    ['UND_ERR_INVALID_ARG', 'unreachable'],
    ['IDLE_TIMEOUT', 'answer-lost'],
    ['ANSWER_CUT', 'answer-lost'],
    ['NOT_HTTP', 'answer-lost'],
    ['ECONNRESET', 'answer-lost'],
    ['EPIPE', 'answer-lost'],
    ['ETIMEDOUT', 'answer-lost'],
    ['UND_ERR_SOCKET', 'answer-lost'],
    ['UND_ERR_HEADERS_TIMEOUT', 'answer-lost'],
    ['UND_ERR_BODY_TIMEOUT', 'answer-lost'],
    ['SOMETHING_NEW', 'answer-lost'],
  ])('takes %s for %s', (networkCode, failure) => {
    const error = networkFailure(systemError(networkCode), 'GET sobjects');
    expect(error).toMatchObject({
      code: 'network-error',
      message: 'GET sobjects failed on the network: it broke.',
      details: { call: 'GET sobjects', networkCode, failure },
    });
  });

  it.each([
    ['connect', 'not-sent'],
    ['read', 'answer-lost'],
    ['write', 'answer-lost'],
    ['writev', 'answer-lost'],
  ])('asks what was going on when a host is out of reach: %s', (syscall, failure) => {
    const error = Object.assign(systemError('EHOSTUNREACH'), { syscall });
    expect(networkFailure(error, 'POST composite/sobjects').details).toMatchObject({ failure });
  });

  it('names the code when several addresses failed, whose error has no text of its own', () => {
    const error = Object.assign(new AggregateError([systemError('ECONNREFUSED')]), { code: 'ECONNREFUSED' });
    expect(networkFailure(error, 'GET sobjects').message).toBe(
      'GET sobjects failed on the network: ECONNREFUSED.',
    );
  });

  it.each(['CLOSED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED'])('takes %s for our own doing', (networkCode) => {
    expect(networkFailure(systemError(networkCode), 'GET sobjects')).toMatchObject({
      code: 'cancelled',
      details: { call: 'GET sobjects' },
    });
  });

  it('says how to trust a certificate only where one was refused', () => {
    const stepsFor = (networkCode: string) =>
      networkFailure(systemError(networkCode), 'GET sobjects').nextSteps.join(' ');
    expect(stepsFor('SELF_SIGNED_CERT_IN_CHAIN')).toContain('NODE_EXTRA_CA_CERTS');
    expect(stepsFor('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')).toContain('NODE_EXTRA_CA_CERTS');
    expect(stepsFor('ENOTFOUND')).not.toContain('NODE_EXTRA_CA_CERTS');
  });

  it('assumes the worst of something that is no error', () => {
    expect(networkFailure('odd', 'GET sobjects')).toMatchObject({
      details: { networkCode: 'UNKNOWN', failure: 'answer-lost' },
    });
  });
});
