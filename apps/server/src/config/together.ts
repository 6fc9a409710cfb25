import { ROLES } from './kinds.ts';
import type { Values } from './settings.ts';

/** What is wrong with settings that are right one by one. */
export function checkTogether(values: Values): string[] {
  const mistakes: string[] = [];
  const { roles, natsUrl, tlsCert, tlsKey, relayPort, relays } = values;
  const does = (role: (typeof ROLES)[number]) => roles.includes(role);
  if (roles.length < ROLES.length && natsUrl === undefined) {
    mistakes.push('STOA_ROLE names a part of a fleet, so NATS_URL must say where the parts meet.');
  }
  if (natsUrl === undefined && (values.natsCreds ?? values.natsTlsCa) !== undefined) {
    mistakes.push('NATS_CREDS and NATS_TLS_CA need NATS_URL.');
  }
  if (roles.length < ROLES.length && does('social') && values.accounts && values.databaseUrl === undefined) {
    mistakes.push('The role social of a fleet needs DATABASE_URL, or STOA_ACCOUNTS=0.');
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    mistakes.push('STOA_TLS_CERT and STOA_TLS_KEY must be set together.');
  }
  if (does('relay') && relayPort > 0 && relayPort + relays - 1 > 65_535) {
    mistakes.push(`STOA_RELAY_PORT leaves no room for ${relays} relays: the last port is 65535.`);
  }
  if (values.metricsPort && values.metricsPort === values.port && values.metricsHost === values.host) {
    mistakes.push('STOA_METRICS_PORT must differ from PORT.');
  }
  if ((values.jurisdiction === undefined) !== (values.operator === undefined)) {
    mistakes.push(
      'STOA_JURISDICTION and STOA_OPERATOR must be set together: the directory names both or neither.',
    );
  }
  if (values.region !== undefined && values.jurisdiction === undefined) {
    mistakes.push('STOA_REGION needs STOA_JURISDICTION and STOA_OPERATOR.');
  }
  return mistakes;
}
