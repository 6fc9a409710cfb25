/** Why rooms or their sound do not work here, in words. */
export const checkPage = {
  documentTitle: 'Check your connection · Stoa',
  heading: 'Check your connection',
  text: 'It tries what a room needs, without a microphone and without anybody else. It takes a few seconds.',
  start: 'Check now',
  again: 'Check again',
  running: 'Checking…',
  settingsTitle: 'Connection',
  settingsText: 'If rooms do not open or there is no sound, this finds out why.',
  settingsLink: 'Check your connection',
  result: 'Result',
  good: 'Good',
  fair: 'Works, but',
  bad: 'Problem',
  parts: {
    page: 'Page',
    browser: 'Browser',
    microphone: 'Microphone',
    server: 'Server',
    rooms: 'Rooms',
    sound: 'Sound',
    clock: 'Clock',
  },
  says: {
    pageGood: 'The page came over a protected connection.',
    pageBad:
      'The page did not come over https. Browsers then give no microphone and no encryption. Open the address with https.',
    browserGood: 'This browser can do all that is needed.',
    browserBad:
      'This browser lacks something that encryption needs. Update it, or use a new Chrome, Edge, Firefox or Safari.',
    microphoneGood: 'There is a microphone, and this page may use it.',
    microphoneAsk:
      'There is a microphone. Your browser will ask you when you go on stage. You can listen without it.',
    microphoneDenied:
      'This page may not use the microphone. Allow it in the browser, at the sign beside the address. You can listen without it.',
    microphoneNone: 'No microphone was found. Plug one in to speak. You can listen without it.',
    serverGood: 'The server answers.',
    serverBad:
      'The server does not answer. Check whether you are online, and whether a VPN or a filter is in the way.',
    roomsGood: 'Rooms can be opened and joined.',
    roomsBusy: 'The server is full or you tried very often. Wait a minute and check again.',
    roomsBad:
      'The server answers, but the lasting connection that rooms need does not come up. A filter or a proxy in this network stops it. Try another network.',
    soundUdp: 'Sound goes the direct way, after {{ms, number}} ms.',
    soundTcp:
      'This network blocks the direct way, so sound goes a detour. Speech may come later. Another network is better.',
    soundBad:
      'Sound does not get through. This network blocks it. Try another network, such as the one of your phone.',
    clockGood: 'The clock of this device is right.',
    clockBad:
      'The clock of this device is wrong by {{seconds, number}} s. Links and codes may be refused. Let it set itself.',
  },
};
