import { expect, test } from 'vitest';
import { startProgram } from './app-program.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly told: unknown[] = [];
  postMessage(message: unknown) {
    this.told.push(message);
  }
}
class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
  updates = 0;
  async update() {
    this.updates++;
  }
}

function world(registration = new FakeRegistration()) {
  const workers = Object.assign(new EventTarget(), {
    register: async () => registration,
    ready: Promise.resolve(registration),
  });
  let reloads = 0;
  let time = 0;
  let onShown = () => {};
  const program = startProgram({
    workers: workers as unknown as ServiceWorkerContainer,
    reload: () => void reloads++,
    onShown: (run) => {
      onShown = run;
    },
    now: () => time,
  });
  return {
    ...{ program, registration, workers },
    reloads: () => reloads,
    shownAfter: (ms: number) => {
      time += ms;
      onShown();
    },
  };
}

/** A worker arrives behind the active one. */
function arrives(registration: FakeRegistration): FakeWorker {
  const worker = new FakeWorker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  worker.state = 'installed';
  registration.installing = null;
  registration.waiting = worker;
  worker.dispatchEvent(new Event('statechange'));
  return worker;
}

test('the first worker of all is no news', async () => {
  const { program, registration } = world();
  await settled();
  arrives(registration);
  expect(program.get()).toBe('current');
});

test('a newer one is told of, and nothing is replaced until the person agrees', async () => {
  const { program, registration, workers, reloads } = world();
  registration.active = new FakeWorker();
  await settled();
  const newer = arrives(registration);
  expect(program.get()).toBe('newer');
  // Another page of the person took it: this one goes on with what it has.
  workers.dispatchEvent(new Event('controllerchange'));
  expect(reloads()).toBe(0);
  program.update();
  expect(newer.told).toEqual([{ t: 'takeOver' }]);
  expect(reloads()).toBe(0);
  workers.dispatchEvent(new Event('controllerchange'));
  expect(reloads()).toBe(1);
});

test('one that waited from before is told of too, and can be put off', async () => {
  const registration = new FakeRegistration();
  registration.active = new FakeWorker();
  registration.waiting = new FakeWorker();
  const { program } = world(registration);
  let told = 0;
  program.subscribe(() => told++);
  await settled();
  expect(program.get()).toBe('newer');
  program.later();
  expect(program.get()).toBe('putOff');
  expect(told).toBe(2);
});

test('a page that stays open looks for a newer one, at most once an hour', async () => {
  const { registration, shownAfter } = world();
  await settled();
  shownAfter(60_000);
  expect(registration.updates).toBe(0);
  shownAfter(60 * 60_000);
  shownAfter(1_000);
  expect(registration.updates).toBe(1);
});

test('a browser without workers has the app all the same', async () => {
  const program = startProgram({ workers: undefined, reload: () => {}, onShown: () => {}, now: () => 0 });
  expect(program.get()).toBe('current');
  expect(await program.build()).toBeUndefined();
  program.speak('ja');
});

test('language and build are asked of the worker that is there', async () => {
  const registration = new FakeRegistration();
  const active = new FakeWorker();
  registration.active = active;
  active.postMessage = function (this: FakeWorker, message: unknown, ports?: MessagePort[]) {
    this.told.push(message);
    ports?.[0]?.postMessage({ build: 'abc' });
  } as typeof active.postMessage;
  const { program } = world(registration);
  expect(await program.build()).toBe('abc');
  program.speak('ar');
  await settled();
  expect(active.told).toContainEqual({ t: 'speak', language: 'ar' });
});
