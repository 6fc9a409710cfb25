export { longestBody, longestMessage, longestNamelessBody, nonceBytes } from './message-format.ts';
export { MessageInbox, type Received } from './message-inbox.ts';
export { keepKeysMs, type MessageKey, MessageKeys } from './message-keys.ts';
export { isBy, type SignedMessage, sealNameless, sealSigned, type Written } from './seal-message.ts';
