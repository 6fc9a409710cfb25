// Names known inside a namespace without any DNS: `ip netns exec` shows /etc/netns/<name>/* as /etc/*.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { NetNamespace } from '../rig/namespace.ts';

/** From TEST-NET-1 (RFC 5737): whoever asks for any other name sends a packet there, and is seen. */
export const NAME_SERVER = '192.0.2.53';

/**
 * What these browsers ask their makers for, whatever the page is and in spite of all settings: answered here with an
 * address at which nobody listens. The app names none of them.
 */
const MAKERS = [
  'accounts.google.com',
  'android.clients.google.com',
  'clients2.google.com',
  'content-autofill.googleapis.com',
  'mtalk.google.com',
  'optimizationguide-pa.googleapis.com',
  'update.googleapis.com',
  'www.google.com',
  'aus5.mozilla.org',
  'content-signature-2.cdn.mozilla.net',
  'detectportal.firefox.com',
  'firefox-settings-attachments.cdn.mozilla.net',
  'firefox.settings.services.mozilla.com',
  'location.services.mozilla.com',
  'push.services.mozilla.com',
];

/** To be called before anything is started inside. Returns how to take it away again. */
export function nameInside(namespace: NetNamespace, host: string, address: string): () => void {
  const folder = `/etc/netns/${namespace.name}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/hosts`, `127.0.0.1 localhost ${MAKERS.join(' ')}\n${address} ${host}\n`);
  writeFileSync(`${folder}/resolv.conf`, `nameserver ${NAME_SERVER}\noptions timeout:1 attempts:1\n`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
    remove();
  };
}
