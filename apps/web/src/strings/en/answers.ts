/** Why something could not be shown or done, in the app around the rooms. */
export const answers = {
  loading: 'Loading…',
  again: 'Try again',
  more: 'Show more',
  refused: {
    malformed: 'That did not fit. Check what you entered and try again.',
    signedOut: 'You are signed out. Sign in and try again.',
    notFound: 'There is nothing here, or not for you.',
    notAllowed: 'You may not do that here.',
    needsPasskey: 'Please confirm with your passkey first.',
    taken: 'That name is taken. Choose another one.',
    tooFast: 'That was a bit fast. Wait a moment and try again.',
    tooMany: 'You have as many of these as the server keeps for one person.',
    busy: 'The server is very busy. Try again in a little while.',
    full: 'There is no place left.',
    paused: 'This is paused at the moment. Try again later.',
    notYet: 'This is possible a little later, not yet.',
    banned: 'This account has been shut out.',
    offline: 'The server cannot be reached. Check your connection and try again.',
    unexpected: 'Something went wrong here. Reload the page and try again.',
  },
};
