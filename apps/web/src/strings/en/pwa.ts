/** The app among the others of the device. Read by the service worker too. */
export const pwa = {
  push: { title: 'Stoa', body: 'There is something new for you.' },
  offline: {
    documentTitle: 'Not connected · Stoa',
    title: 'You are not connected',
    text: 'Rooms are live, and nothing of them is kept on this device. This page comes back by itself when the network does.',
    again: 'Try again',
  },
  update: {
    title: 'A new version is ready',
    text: 'Reload to use it.',
    reload: 'Reload',
    later: 'Later',
    inRoomTitle: 'You are in a room',
    inRoomText: 'Reloading takes you out of it. You can come back by its link.',
    inRoomYes: 'Leave and reload',
  },
  install: {
    title: 'Keep Stoa at hand',
    text: 'On your home screen it opens like any other app.',
    button: 'Install',
    byHand: 'Tap Share in the browser, then “Add to Home Screen”.',
    later: 'Not now',
  },
};
