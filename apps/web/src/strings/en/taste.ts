/** What do you like to hear about? */
export const taste = {
  title: 'What do you like to hear about?',
  text: 'Rooms about it come first. Your choice stays on this device.',
  topics: 'Topics',
  languages: 'Languages that you understand',
  choose: 'Choose',
  done: 'Done',
};
