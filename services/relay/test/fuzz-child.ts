import fc from 'fast-check';
import { nodeDatachannelTransports } from '../src/adapters/node-datachannel/transport.ts';
import { writeAnswer } from '../src/answer.ts';
import { checkOffer } from '../src/offer.ts';
import { makeCertificate } from '../src/process/certificate.ts';
import { probePort } from '../src/process/probe-port.ts';
import { mutatedOffer } from './mutated-offer.ts';

/** Child of fuzz.test.ts: takes mutated offers as a relay does, native library included; prints what became of them. */
const [cases = 1000, seed = 1] = process.argv.slice(2).map(Number);
const probed = await probePort('127.0.0.1', 0);
if ('fault' in probed) throw new Error(probed.fault);
let faults = 0;
const transports = nodeDatachannelTransports({
  bindAddress: '127.0.0.1',
  port: probed.port,
  certificate: makeCertificate(),
  onFault: () => faults++,
});
const counts = { refused: 0, answered: 0, thrown: 0 };
const texts = fc.sample(mutatedOffer, { numRuns: cases, seed });
for (let i = 0; i < texts.length; i += 25) {
  await Promise.all(
    texts.slice(i, i + 25).map(async (text) => {
      const verdict = checkOffer(text);
      if ('refusal' in verdict) {
        counts.refused++;
        return;
      }
      try {
        // So that the library sees each of them, and not only those whose client goes on to connect.
        const offer = { ...verdict.offer, handshake: 'relayBegins' } as const;
        const transport = transports.open(offer, { packet() {}, open() {}, gone() {} });
        const facts = await transport.facts();
        writeAnswer(verdict.offer, [1, 2, 3, 4], facts, undefined);
        transport.dispose();
        counts.answered++;
      } catch {
        counts.thrown++;
      }
    }),
  );
}
console.log(JSON.stringify({ ...counts, faults }));
transports.close();
setTimeout(() => process.exit(0), 100);
