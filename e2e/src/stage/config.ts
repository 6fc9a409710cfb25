/** STOA_SCREENS=1: all pictures of docs/screens are taken anew. */
export const retakeScreens = (): boolean => process.env.STOA_SCREENS === '1';

/** STOA_LONG=1: what is done again and again for its figures is done more often. */
export const isLongRun = (): boolean => process.env.STOA_LONG === '1';
