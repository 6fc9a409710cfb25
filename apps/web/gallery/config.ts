/** Where the browser is that takes the pictures. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
