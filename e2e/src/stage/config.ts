/** STOA_SCREENS=1: all pictures of docs/screens are taken anew. */
export const retakeScreens = (): boolean => process.env.STOA_SCREENS === '1';
