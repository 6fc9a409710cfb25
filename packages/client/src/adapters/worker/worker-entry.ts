/**
 * The one place of the browser where keys are: the key session, the sealer and the opener, in a worker of their own.
 * What the page hears of it is in rpc.ts.
 */
import { createKeySession } from '@stoa/e2ee';
import { attachFrameTransforms, type LevelPort, workerPorts } from '@stoa/e2ee/browser';
import { VoiceRecorder } from '@stoa/e2ee/evidence';
import { createFrameOpener, createFrameSealer, levelOfRms, type Voice } from '@stoa/e2ee/frame';
import { heardEvidence } from '../../evidence/heard-evidence.ts';
import { Handover } from '../../media/handover.ts';
import { answerCalls } from './answer-calls.ts';
import type { FromWorker, ToWorker } from './rpc.ts';

/** The part of DedicatedWorkerGlobalScope that is needed; its types and those of a page exclude each other. */
type Scope = {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  addEventListener(type: 'rtctransform', listener: (event: Event) => void): void;
  removeEventListener(type: 'rtctransform', listener: (event: Event) => void): void;
};
const scope = globalThis as unknown as Scope;
const reportEveryMs = 100;
/** A voice not heard for so long is silent, whatever its last level was. */
const quietAfterMs = 300;

async function start(): Promise<void> {
  const ports = workerPorts();
  const keys = await createKeySession({ random: (length) => crypto.getRandomValues(new Uint8Array(length)) });
  const recorder = new VoiceRecorder();
  const opener = createFrameOpener(keys.frames, { ...ports, keeper: recorder });
  const sealer = createFrameSealer(keys.frames, { subtle: ports.subtle });

  let voices: readonly Voice[] = [];
  let ownLevel = 0;
  let reportedAt = 0;
  const report = () => {
    const now = ports.now();
    if (now - reportedAt < reportEveryMs) return;
    reportedAt = now;
    scope.postMessage({
      ownLevel,
      voices: voices.map(({ leaf, level, verified, lastHeardAt }) => ({
        leaf,
        level: now - lastHeardAt < quietAfterMs ? level : 0,
        verified,
      })),
    });
  };
  const handover = new Handover();
  const transforms = attachFrameTransforms(scope, {
    sealer,
    opener,
    gate: handover,
    now: ports.now,
    onVoices: (heard) => {
      voices = heard;
      report();
    },
  });

  const clock = { now: ports.now, origin: performance.timeOrigin };
  const calls = answerCalls(keys, (leaf) => heardEvidence(keys, recorder, leaf, clock, ports.subtle));
  scope.addEventListener('message', ({ data }) => {
    if ('listenTo' in data) {
      transforms.listenTo(
        overheard(data.listenTo, (rms) => {
          ownLevel = levelOfRms(rms);
          report();
        }),
      );
      return;
    }
    if ('carry' in data) return handover.carry(data.carry);
    if ('ended' in data) return handover.ended(data.ended);
    // The page calls now and then, whether or not anybody speaks.
    recorder.rest(ports.now());
    const { id } = data;
    calls(data).then(
      (result) => scope.postMessage({ id, result }),
      (error: unknown) => scope.postMessage({ id, fault: error instanceof Error ? error.name : 'Error' }),
    );
  });
  scope.postMessage({ ready: { key: keys.key, keyHash: keys.keyHash } });
}

/** The same port for the sealer, with the page's own ring told as well. */
function overheard(port: MessagePort, hear: (rms: number) => void): LevelPort {
  let listener: LevelPort['onmessage'] = null;
  port.onmessage = (event: MessageEvent) => {
    if (typeof event.data === 'number') hear(event.data);
    listener?.(event);
  };
  return {
    get onmessage() {
      return listener;
    },
    set onmessage(next) {
      listener = next;
    },
    close: () => port.close(),
  };
}

start().catch(() => scope.postMessage({ failed: true }));
