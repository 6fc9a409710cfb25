/**
 * The answer as the client gets it. Behind NAT the announced address takes the place of the bound one; only UDP host
 * candidates stay, and no other line shows an address (the library repeats the bound one in `o=`, `c=` and `m=`).
 * The lip-sync group goes too: slots carry different people, there is nothing to play in step.
 */
export function announce(answer: string, address: string | undefined): string {
  const kept: string[] = [];
  let announced = false;
  for (const line of answer.split('\r\n')) {
    if (line.startsWith('o=')) kept.push(line.replace(/ IN IP[46] \S+$/, ' IN IP4 0.0.0.0'));
    else if (line.startsWith('c=')) kept.push('c=IN IP4 0.0.0.0');
    else if (line.startsWith('m=')) kept.push(line.replace(/^m=audio \d+ /, 'm=audio 9 '));
    else if (line.startsWith('a=group:LS')) continue;
    else if (!line.startsWith('a=candidate:')) kept.push(line);
    else {
      const words = line.split(' ');
      const usable = words[2]?.toUpperCase() === 'UDP' && words[7] === 'host';
      if (!usable || (address !== undefined && announced)) continue;
      announced = true;
      if (address !== undefined) words[4] = address;
      kept.push(words.join(' '));
    }
  }
  return kept.join('\r\n');
}
