/** Fields that can help, and what to do about them. */
export interface CertificateHint {
  readonly fields: readonly string[];
  readonly nextSteps: readonly string[];
}

/** The certificate of the host does not stand the test. */
const untrusted =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/u;

/**
 * The host does not take ours. With TLS 1.3 it says so only after the line stands; still it has read no request.
 */
const clientCertificate =
  /^ERR_SSL_(?:TLSV1_ALERT_|TLSV13_ALERT_|SSLV3_ALERT_)(?:CERTIFICATE_|BAD_CERTIFICATE|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA)/u;

/** Whether this code of Node means that the certificate of the host is not trusted. */
export function isTrustFailure(networkCode: string): boolean {
  return untrusted.test(networkCode);
}

/** Whether this code of Node means that the host wants another client certificate, or one at all. */
export function wantsClientCertificate(networkCode: string): boolean {
  return clientCertificate.test(networkCode);
}

/** What to do about either. */
export function certificateHint(networkCode: string): CertificateHint {
  if (wantsClientCertificate(networkCode)) {
    return {
      fields: ['tls.certificate', 'tls.key'],
      nextSteps: [
        'The host wants a client certificate: set `tls.certificate` and `tls.key`, or their files, to one that the org knows.',
      ],
    };
  }
  return {
    fields: ['tls.ca', 'serverHost'],
    nextSteps: [
      'If a proxy of your network opens TLS, or the host has a private authority, name its root certificate in `tls.caFile`, or in the environment variable NODE_EXTRA_CA_CERTS.',
    ],
  };
}
