import { z } from 'zod';
import { fromBase64Url } from '../bytes.ts';
import { Opaque, type RoomHandle } from '../opaque.ts';

/** Ids of the social app: 128 random bits, 22 characters of base64url on the wire, `Opaque` in the program. */
function idOf<Kind extends string>(kind: Kind) {
  const text = z.string().length(22).refine(isId, 'not an id');
  const schema = z.codec(
    text,
    z.custom<Opaque<Kind>>((value) => value instanceof Opaque),
    {
      decode: (value) => new Opaque(kind, value),
      encode: (value) => value.reveal(),
    },
  );
  return { schema, of: (value: string): Opaque<Kind> => new Opaque(kind, value) };
}

const isId = (text: string): boolean => fromBase64Url(text)?.length === 16;

const account = idOf('account');
const session = idOf('session');
const passkey = idOf('passkey');
const device = idOf('device');
const apiToken = idOf('apiToken');
const image = idOf('image');
const club = idOf('club');
const event = idOf('event');
const feed = idOf('feed');
const notification = idOf('notification');
const message = idOf('message');
const envelope = idOf('envelope');
const report = idOf('report');
const safetyCase = idOf('case');

export type AccountId = Opaque<'account'>;
export type SessionId = Opaque<'session'>;
export type PasskeyId = Opaque<'passkey'>;
/** One browser or program of a person that holds device keys. */
export type DeviceId = Opaque<'device'>;
export type ApiTokenId = Opaque<'apiToken'>;
/** A picture's name in its address; another one for every upload. */
export type ImageId = Opaque<'image'>;
export type ClubId = Opaque<'club'>;
export type EventId = Opaque<'event'>;
/** A calendar address, without its secret. */
export type FeedId = Opaque<'feed'>;
export type NotificationId = Opaque<'notification'>;
/** Chosen by the sender: the same in every copy of one message. */
export type MessageId = Opaque<'message'>;
/** One copy of a message that waits for one device. */
export type EnvelopeId = Opaque<'envelope'>;
export type ReportId = Opaque<'report'>;
/** Reports about one person that are decided together. */
export type CaseId = Opaque<'case'>;

export const accountId = account.of;
export const sessionId = session.of;
export const passkeyId = passkey.of;
export const deviceId = device.of;
export const apiTokenId = apiToken.of;
export const imageId = image.of;
export const clubId = club.of;
export const eventId = event.of;
export const feedId = feed.of;
export const notificationId = notification.of;
export const messageId = message.of;
export const reportId = report.of;
export const caseId = safetyCase.of;

export const accountIdSchema = account.schema;
export const sessionIdSchema = session.schema;
export const passkeyIdSchema = passkey.schema;
export const deviceIdSchema = device.schema;
export const apiTokenIdSchema = apiToken.schema;
export const imageIdSchema = image.schema;
export const clubIdSchema = club.schema;
export const eventIdSchema = event.schema;
export const feedIdSchema = feed.schema;
export const notificationIdSchema = notification.schema;
export const messageIdSchema = message.schema;
export const envelopeIdSchema = envelope.schema;
export const reportIdSchema = report.schema;
export const caseIdSchema = safetyCase.schema;
/** The same handle that stands in a room's link. */
export const roomHandleSchema = z.codec(
  z.string().length(22).refine(isId, 'not a room'),
  z.custom<RoomHandle>((value) => value instanceof Opaque),
  { decode: (value) => new Opaque('room', value), encode: (value) => value.reveal() },
);
