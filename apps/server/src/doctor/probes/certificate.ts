import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { systemCode } from '../../fault.ts';
import type { CertificateFacts } from '../checks/certificate.ts';

/** The files that Stoa itself would answer TLS with. */
export async function probeCertificate(
  files: { readonly cert: string; readonly key: string },
  publicUrl: URL | undefined,
): Promise<CertificateFacts> {
  const called = 'STOA_TLS_CERT';
  const certificate = await read(files.cert, (pem) => new X509Certificate(pem));
  const key = await read(files.key, (pem) => createPrivateKey(pem));
  if ('code' in certificate) return { called, unreadable: certificate.code };
  return {
    called,
    ...describe(certificate.read, publicUrl?.hostname),
    ...('code' in key
      ? { keyUnreadable: key.code }
      : { keyFits: certificate.read.checkPrivateKey(key.read) }),
  };
}

/** What stands in front of us answers with, whatever it is; undefined: it does not answer TLS. */
export function probePublicCertificate(url: URL, patienceMs: number): Promise<CertificateFacts | undefined> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // Looked at, not trusted: nothing is sent over it.
    const options = { host, port: Number(url.port || 443), servername: host, rejectUnauthorized: false };
    const socket = connect(options, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      resolve(
        certificate && { called: 'The certificate at STOA_PUBLIC_URL', ...describe(certificate, host) },
      );
    });
    const give = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(patienceMs, give);
    socket.once('error', give);
  });
}

function describe(certificate: X509Certificate, host: string | undefined) {
  return {
    from: Date.parse(certificate.validFrom),
    until: Date.parse(certificate.validTo),
    host,
    ...(host !== undefined && {
      isForHost: (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined,
    }),
  };
}

async function read<T>(file: string, parse: (pem: Buffer) => T): Promise<{ read: T } | { code: string }> {
  let pem: Buffer;
  try {
    pem = await readFile(file);
  } catch (error) {
    return { code: systemCode(error) ?? 'unknown' };
  }
  try {
    return { read: parse(pem) };
  } catch {
    return { code: 'malformed' };
  }
}
