import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.ts';

describe('certificates', () => {
  it('are valid, self-signed and of the key they come with', () => {
    const made = makeCertificate();
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(new Date(certificate.validTo).getFullYear()).toBe(2049);
  });

  it('differ each time', () => {
    const prints = Array.from(
      { length: 20 },
      () => new X509Certificate(makeCertificate().certificate).fingerprint256,
    );
    expect(new Set(prints).size).toBe(20);
  });
});
