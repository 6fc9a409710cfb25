import { isIP } from 'node:net';
import { join } from 'node:path';
import { runSync } from './programs.ts';
import { temporaryFolder } from './temporary.ts';

/** Paths of a certificate made at run time, good for a day, trusted by nobody who is not told to. */
export function certificateFiles(host: string): { readonly cert: string; readonly key: string } {
  const folder = temporaryFolder('certificate');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
  const name = `${isIP(host) ? 'IP' : 'DNS'}:${host}`;
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=${name}`];
  runSync('openssl', ['req', '-x509', '-days', '1', '-out', cert, ...fresh, ...names]);
  return { cert, key };
}
