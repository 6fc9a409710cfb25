/** What a child process needs of this one's environment; nothing of an operator's settings. */
export const cleanEnvironment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
