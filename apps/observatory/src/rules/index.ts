import { activityRule } from './activity.ts';
import { canaryRule } from './canaries.ts';
import { customRule } from './custom-protocol.ts';
import { destinationRule } from './destinations.ts';
import { dnsRule } from './dns.ts';
import { httpRule } from './http.ts';
import { idFieldRule } from './id-fields.ts';
import { levelRule } from './levels.ts';
import { linkageRule } from './linkage.ts';
import { quicRule } from './quic.ts';
import { rtcpRule } from './rtcp.ts';
import { rtmpRule } from './rtmp.ts';
import type { Rule } from './rule.ts';
import { sipRule } from './sip.ts';
import { soundRule } from './sound.ts';
import { stunRule } from './stun.ts';
import { tlsRule } from './tls.ts';

/** In the order in which they see each packet and give their findings: what a flow is before where it goes. */
export const RULES: readonly Rule[] = [
  canaryRule,
  tlsRule,
  quicRule,
  httpRule,
  sipRule,
  rtmpRule,
  stunRule,
  dnsRule,
  rtcpRule,
  soundRule,
  customRule,
  idFieldRule,
  levelRule,
  activityRule,
  linkageRule,
  destinationRule,
];
