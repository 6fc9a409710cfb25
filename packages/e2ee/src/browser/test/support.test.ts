import { describe, expect, test } from 'vitest';
import { supportsEncryptedAudio } from '../support.ts';

const { subtle } = globalThis.crypto;
class Transform {}

/** WebCrypto that lacks one key type. */
function without(name: string): SubtleCrypto {
  return new Proxy(subtle, {
    get: (target, key) => {
      if (key === 'generateKey') {
        return (algorithm: string, ...rest: [boolean, KeyUsage[]]) =>
          algorithm === name ? Promise.reject(new Error('no')) : target.generateKey(algorithm, ...rest);
      }
      return Reflect.get(target, key, target).bind(target);
    },
  });
}

describe('support', () => {
  test('what is missing is named, in the order a person could mend it', async () => {
    const reason = async (scope: Parameters<typeof supportsEncryptedAudio>[0]) => {
      const support = await supportsEncryptedAudio(scope);
      return support.ok ? 'ok' : support.reason;
    };
    expect(await reason({ crypto: {} })).toBe('insecure-context');
    expect(await reason({ crypto: { subtle } })).toBe('no-frame-transform');
    const RTCRtpScriptTransform = Transform;
    expect(await reason({ crypto: { subtle: without('Ed25519') }, RTCRtpScriptTransform })).toBe(
      'no-ed25519',
    );
    expect(await reason({ crypto: { subtle: without('X25519') }, RTCRtpScriptTransform })).toBe('no-x25519');
    expect(await reason({ crypto: { subtle }, RTCRtpScriptTransform })).toBe('ok');
  });
});
