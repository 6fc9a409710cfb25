export { type Deviation, SoftAuthenticator } from '@stoa/testkit';
