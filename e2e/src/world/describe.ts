import type { World } from './world.ts';

/** A room in some lines: what is true, and what each device believes. */
export function describe(world: World): string[] {
  const { truth, relay } = world;
  const lines = [
    `${world.policy} room${truth.ending ? ', about to end' : ''}; relay ${relay.isUp ? 'up' : 'down'}${relay.malicious ? ', malicious' : ''}`,
    `heads: ${truth.heads
      .slice(-6)
      .map(({ message: { head, removed }, at }) => {
        const { seq, generation, epoch, size } = head;
        return `${seq} at ${seconds(at)} (generation ${generation}, epoch ${epoch}, size ${size}, removes ${removed})`;
      })
      .join('; ')}`,
    `stage: ${[...truth.stage].map(([leaf, seat]) => `${leaf} ${seat.role}${seat.muted ? ' muted' : ''}${seat.away ? ' away' : ''}`).join(', ')}`,
  ];
  for (const member of truth.members.values()) {
    const { leaf, person, gone, admittedAt } = member;
    const left = gone ? `, ${gone.why} at ${seconds(gone.at)}` : '';
    lines.push(`leaf ${leaf} ${person} admitted at ${seconds(admittedAt)}${left}`);
  }
  for (const device of world.devices) {
    if (device.isClosed) continue;
    const { view } = device.room;
    const state = [
      !device.connected && 'offline',
      device.asleep && 'asleep',
      JSON.stringify(view.phase),
      `leaf ${view.me?.leaf} ${view.me?.role}`,
      `stage ${view.stage.map(({ leaf, role, muted }) => `${leaf}${role === 'moderator' ? ' moderator' : ''}${muted ? ' muted' : ''}`)}`,
      view.alarms.length > 0 && view.alarms.join(' '),
      view.microphone !== 'off' && `microphone ${view.microphone}`,
    ];
    lines.push(`device ${device.n} ${device.person}: ${state.filter(Boolean).join(', ')}`);
  }
  return lines;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
