// A capture in, findings out: one pass of the reader, every rule at once.
import {
  type CaptureNote,
  type CaptureSummary,
  type CaptureVisitor,
  readCapture,
  readChunks,
} from './capture/index.ts';
import { addKeyLog, emptyKeyLog } from './evidence/key-log.ts';
import type { Canary } from './evidence/needles.ts';
import type { PlaceSource } from './places/place.ts';
import { flawFindings } from './rules/capture-flaws.ts';
import { finding } from './rules/catalogue.ts';
import { type Destination, destinationsOf } from './rules/destination-list.ts';
import { RULES } from './rules/index.ts';
import {
  type Datagram,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleRun,
  SEVERITIES,
  type Sound,
  type Truth,
} from './rules/rule.ts';
import { type FlowFacts, Scene } from './rules/scene.ts';

export type AuditOptions = {
  readonly canaries?: readonly Canary[];
  /** Countries that are expected, ISO 3166-1 alpha-2. */
  readonly fence?: readonly string[];
  readonly places?: PlaceSource;
  readonly truth?: Truth;
  readonly reveal?: boolean;
  readonly insideRelay?: boolean;
  /** Text of an NSS key log: opens SRTP of DTLS connections whose handshake is in the capture. */
  readonly keyLog?: string;
  readonly rules?: readonly Rule[];
  readonly progress?: (read: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
};

export type Audit = {
  readonly capture: CaptureSummary;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly destinations: readonly Destination[];
  readonly flows: readonly FlowFacts[];
  readonly flowsLeftOut: number;
  readonly sounds: readonly Sound[];
  readonly fence: readonly string[];
  /** Where the knowledge about places comes from. */
  readonly credits: readonly string[];
};

/** @param source path of a pcap or pcapng file, or its bytes */
export async function audit(
  source: string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: AuditOptions = {},
): Promise<Audit> {
  const keyLog = emptyKeyLog();
  if (options.keyLog) addKeyLog(keyLog, options.keyLog);
  const scene = new Scene(keyLog);
  const context: RuleContext = {
    canaries: options.canaries ?? [],
    fence: options.fence ?? [],
    place: options.places?.lookUp ?? (() => undefined),
    truth: options.truth,
    reveal: options.reveal ?? false,
    insideRelay: options.insideRelay ?? false,
    scene,
  };
  const rules = (options.rules ?? RULES).map((rule) => new Guarded(rule, context));
  const notes: CaptureNote[] = [];
  const visitor = {
    ...visitorOf(scene, rules, notes, options.progress),
    secrets: (text: string) => addKeyLog(keyLog, text),
  };
  const reading = { ...(options.signal && { signal: options.signal }) };
  const capture =
    typeof source === 'string'
      ? await readCapture(source, visitor, reading)
      : await readChunks(source, visitor, reading);
  const findings = [...rules.flatMap((rule) => rule.end()), ...flawFindings(notes, capture.notes)];
  findings.sort(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || a.code.localeCompare(b.code),
  );
  return {
    capture,
    findings,
    destinations: destinationsOf(scene, context.place, context.fence),
    flows: [...scene.flows.values()],
    flowsLeftOut: scene.flowsLeftOut,
    sounds: scene.sounds,
    fence: context.fence,
    credits: options.places?.credits ?? [],
  };
}

function visitorOf(
  scene: Scene,
  rules: readonly Guarded[],
  notes: CaptureNote[],
  progress: AuditOptions['progress'],
): CaptureVisitor {
  const withPacket = rules.filter((rule) => rule.run?.packet);
  const withDatagram = rules.filter((rule) => rule.run?.datagram);
  const withStream = rules.filter((rule) => rule.run?.stream);
  const give = (datagram: Datagram) => {
    for (const rule of withDatagram) rule.guard(() => rule.run?.datagram?.(datagram));
  };
  return {
    packet(packet, flow) {
      scene.packet(packet, flow, give);
      for (const rule of withPacket) rule.guard(() => rule.run?.packet?.(packet, flow));
    },
    stream(chunk) {
      scene.stream(chunk, give);
      for (const rule of withStream) rule.guard(() => rule.run?.stream?.(chunk));
    },
    flowEnd(flow) {
      scene.flowEnd(flow);
      for (const rule of rules) rule.guard(() => rule.run?.flowEnd?.(flow));
    },
    note: (note) => notes.push(note),
    ...(progress && { progress }),
  };
}

/** A rule that throws is taken out and says so in the report: one mistake must not hide what the others find. */
class Guarded {
  run: RuleRun | undefined;
  readonly #rule: Rule;
  #failure: string | undefined;

  constructor(rule: Rule, context: RuleContext) {
    this.#rule = rule;
    // Not guarded: what is wrong at the start is wrong with what the analyst gave, such as a canary too short.
    this.run = rule.start(context);
  }

  guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.run = undefined;
      this.#failure ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  end(): readonly Finding[] {
    let findings: readonly Finding[] = [];
    this.guard(() => {
      findings = this.run?.end() ?? [];
    });
    if (this.#failure === undefined) return findings;
    const codes = this.#rule.codes.join(', ');
    return [
      finding('O902', `The rule for ${codes} gave up`, [{ note: this.#failure.slice(0, 200) }], { count: 1 }),
    ];
  }
}
