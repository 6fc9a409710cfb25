import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { endpoint, nothingSchema, rawBytesSchema, scopeSchema } from './endpoint.ts';
import { handleSchema } from './handle.ts';
import {
  accountIdSchema,
  apiTokenIdSchema,
  deviceIdSchema,
  imageIdSchema,
  passkeyIdSchema,
  sessionIdSchema,
} from './ids.ts';
import { bioSchema, displayNameSchema, labelSchema, linksSchema } from './profile-text.ts';
import {
  assertionSchema,
  creationOptionsSchema,
  registrationSchema,
  requestOptionsSchema,
} from './webauthn.ts';

/** `YYYY-MM-DD`, UTC. */
const day = z.iso.date();
/** Unix time, ms. */
const time = z.int().min(0);

export const photoLimits = { bytes: 5 * 1_048_576, sizes: [64, 256, 512] } as const;
/** Addresses of a photo: `/i/<image>/<size>`, for these sizes (edge in pixels, square, WebP). */
export const photoPath = (image: string, size: (typeof photoLimits.sizes)[number]): string =>
  `/i/${image}/${size}`;

/** A recovery code as people write it: five groups of five, without regard to case, spaces or hyphens. */
const recoveryCode = z.string().min(25).max(64);

/** The own account, for its owner. */
export const meSchema = z.object({
  id: accountIdSchema,
  /** The session that asks; absent for programs. */
  session: sessionIdSchema.optional(),
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  links: z.array(z.string()),
  image: imageIdSchema.optional(),
  operator: z.boolean(),
  joinedOn: day,
  /** Usable ones. With one and no recovery code, the app asks for a second. */
  passkeys: z.int(),
  recovery: z.object({
    code: z.boolean(),
    /** A passkey enrolled with the code waits: it works from then on unless it is cancelled. */
    usableAt: time.optional(),
  }),
  deviceGeneration: z.int(),
});
export type Me = z.output<typeof meSchema>;

const creation = z.object({ options: creationOptionsSchema });
const request = z.object({ options: requestOptionsSchema });

export const accounts = {
  signUpBegin: endpoint({
    path: '/api/accounts/sign-up-begin',
    access: 'anyone',
    body: z.object({ handle: handleSchema, name: displayNameSchema }),
    reply: creation,
  }),
  /** Makes the account and a session. `taken`: somebody was faster. `tooFast`: the address, or everybody together. */
  signUpFinish: endpoint({
    path: '/api/accounts/sign-up-finish',
    access: 'anyone',
    bodyBytes: 32_768,
    body: z.object({
      handle: handleSchema,
      name: displayNameSchema,
      registration: registrationSchema,
      /** Coarse, given by the page: "Firefox on Linux". */
      label: labelSchema,
    }),
    reply: meSchema,
  }),
  signInBegin: endpoint({
    path: '/api/accounts/sign-in-begin',
    access: 'anyone',
    body: nothingSchema,
    reply: request,
  }),
  /** `signedOut` for everything that is no passkey of this deployment; `notYet` for one that recovery enrolled. */
  signInFinish: endpoint({
    path: '/api/accounts/sign-in-finish',
    access: 'anyone',
    body: z.object({ assertion: assertionSchema, label: labelSchema }),
    reply: meSchema,
  }),
  /** Shows a passkey again, for calls that need a fresh one. */
  confirmBegin: endpoint({
    path: '/api/accounts/confirm-begin',
    access: 'account',
    body: nothingSchema,
    reply: request,
  }),
  confirmFinish: endpoint({
    path: '/api/accounts/confirm-finish',
    access: 'account',
    body: z.object({ assertion: assertionSchema }),
    reply: nothingSchema,
  }),
  signOut: endpoint({
    path: '/api/accounts/sign-out',
    access: 'account',
    body: nothingSchema,
    reply: nothingSchema,
  }),

  me: endpoint({
    path: '/api/accounts/me',
    access: 'account',
    scope: 'profileRead',
    body: nothingSchema,
    reply: meSchema,
  }),
  /** Only what is there is changed. A new handle frees the old one at once. */
  profileSet: endpoint({
    path: '/api/accounts/profile-set',
    access: 'account',
    scope: 'profileWrite',
    body: z.object({
      handle: handleSchema.optional(),
      name: displayNameSchema.optional(),
      bio: bioSchema.optional(),
      links: linksSchema.optional(),
    }),
    reply: meSchema,
  }),
  /** JPEG, PNG, WebP, GIF or AVIF, at most 5 MB. It is drawn anew: nothing else of the file is kept. */
  photoSet: endpoint({
    path: '/api/accounts/photo-set',
    access: 'account',
    scope: 'profileWrite',
    bodyBytes: photoLimits.bytes,
    raw: true,
    body: rawBytesSchema,
    reply: z.object({ image: imageIdSchema }),
  }),
  photoRemove: endpoint({
    path: '/api/accounts/photo-remove',
    access: 'account',
    scope: 'profileWrite',
    body: nothingSchema,
    reply: nothingSchema,
  }),

  passkeyList: endpoint({
    path: '/api/accounts/passkey-list',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      passkeys: z.array(
        z.object({
          id: passkeyIdSchema,
          label: z.string(),
          synced: z.boolean(),
          createdOn: day,
          usedOn: day.optional(),
          /** Enrolled by recovery and not used yet. */
          usableAt: time.optional(),
        }),
      ),
    }),
  }),
  passkeyAddBegin: endpoint({
    path: '/api/accounts/passkey-add-begin',
    access: 'account',
    fresh: true,
    body: nothingSchema,
    reply: creation,
  }),
  passkeyAddFinish: endpoint({
    path: '/api/accounts/passkey-add-finish',
    access: 'account',
    fresh: true,
    bodyBytes: 32_768,
    body: z.object({ registration: registrationSchema, label: labelSchema }),
    reply: z.object({ id: passkeyIdSchema }),
  }),
  passkeyRename: endpoint({
    path: '/api/accounts/passkey-rename',
    access: 'account',
    body: z.object({ id: passkeyIdSchema, label: labelSchema }),
    reply: nothingSchema,
  }),
  /** `notAllowed` for the last one while there is no recovery code. */
  passkeyRemove: endpoint({
    path: '/api/accounts/passkey-remove',
    access: 'account',
    fresh: true,
    body: z.object({ id: passkeyIdSchema }),
    reply: nothingSchema,
  }),

  sessionList: endpoint({
    path: '/api/accounts/session-list',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      sessions: z.array(
        z.object({
          id: sessionIdSchema,
          label: z.string(),
          createdOn: day,
          usedOn: day,
          /** A page of it is open right now. */
          here: z.boolean(),
        }),
      ),
    }),
  }),
  sessionEnd: endpoint({
    path: '/api/accounts/session-end',
    access: 'account',
    body: z.object({ id: sessionIdSchema }),
    reply: nothingSchema,
  }),
  sessionEndOthers: endpoint({
    path: '/api/accounts/session-end-others',
    access: 'account',
    body: nothingSchema,
    reply: z.object({ ended: z.int() }),
  }),

  /** A new code, shown this once; an older one is void. */
  recoveryMake: endpoint({
    path: '/api/accounts/recovery-make',
    access: 'account',
    fresh: true,
    body: nothingSchema,
    reply: z.object({ code: z.string() }),
  }),
  /** `notFound` for every code that does not open an account, whatever the reason. */
  recoveryBegin: endpoint({
    path: '/api/accounts/recovery-begin',
    access: 'anyone',
    body: z.object({ code: recoveryCode }),
    reply: creation,
  }),
  /** The passkey works after the delay, unless a session cancels. */
  recoveryFinish: endpoint({
    path: '/api/accounts/recovery-finish',
    access: 'anyone',
    bodyBytes: 32_768,
    body: z.object({ code: recoveryCode, registration: registrationSchema, label: labelSchema }),
    reply: z.object({ usableAt: time }),
  }),
  /** Takes the waiting passkey away and voids the code. From any session, without a fresh passkey. */
  recoveryCancel: endpoint({
    path: '/api/accounts/recovery-cancel',
    access: 'account',
    body: nothingSchema,
    reply: nothingSchema,
  }),

  /**
   * Public keys of this session's device. `proof` is an Ed25519 signature by `ed25519` over `deviceProofBytes`; sending
   * the same keys again changes nothing, other keys replace them.
   */
  deviceSet: endpoint({
    path: '/api/accounts/device-set',
    access: 'account',
    body: z.object({ ed25519: bytes(32), x25519: bytes(32), proof: bytes(64), label: labelSchema }),
    reply: z.object({ id: deviceIdSchema, generation: z.int() }),
  }),
  /**
   * Of somebody. Every change raises the generation by one; a device says in which it came. With `also`, that one too when it
   * was taken away since: what it signed before is still checked by its key.
   */
  devicesOf: endpoint({
    path: '/api/accounts/devices-of',
    access: 'account',
    scope: 'messagesRead',
    body: z.object({ account: accountIdSchema, also: deviceIdSchema.optional() }),
    reply: z.object({
      generation: z.int(),
      devices: z.array(
        z.object({
          id: deviceIdSchema,
          ed25519: bytes(32),
          x25519: bytes(32),
          addedIn: z.int(),
          addedOn: day,
          removedIn: z.int().optional(),
          /** Of one's own account, for its own pages: what the device calls itself, and the session that ends with it. */
          label: z.string().optional(),
          session: sessionIdSchema.optional(),
        }),
      ),
    }),
  }),

  tokenList: endpoint({
    path: '/api/accounts/token-list',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      tokens: z.array(
        z.object({
          id: apiTokenIdSchema,
          label: z.string(),
          scopes: z.array(scopeSchema),
          createdOn: day,
          usedOn: day.optional(),
          expiresOn: day.optional(),
        }),
      ),
    }),
  }),
  /** For a program of one's own; the token is shown this once. */
  tokenMake: endpoint({
    path: '/api/accounts/token-make',
    access: 'account',
    fresh: true,
    body: z.object({
      label: labelSchema,
      scopes: z.array(scopeSchema).min(1).max(scopeSchema.options.length),
      /** Days until it ends; without it, never. */
      days: z.int().min(1).max(3_660).optional(),
    }),
    reply: z.object({ id: apiTokenIdSchema, token: z.string() }),
  }),
  tokenRemove: endpoint({
    path: '/api/accounts/token-remove',
    access: 'account',
    body: z.object({ id: apiTokenIdSchema }),
    reply: nothingSchema,
  }),
} as const;
