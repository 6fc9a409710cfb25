import type { Spoken } from './spoken.ts';

/** The page that stands for any other while the server cannot be reached. Its address, and what follows `#`, stay. */
export function offlinePage({ code, words }: Spoken, style: string): Response {
  const html = `<!doctype html>
<html lang="${code}" dir="${code === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(words.offline.documentTitle)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<script src="/theme.js"></script>
<script src="/offline.js" defer></script>
</head>
<body>
<main class="mx-auto flex min-h-dvh w-full max-w-md flex-col items-center justify-center gap-4 px-5 pb-10 text-center">
<img src="/favicon.svg" alt="" class="mb-3 size-14">
<h1 class="font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">${escaped(words.offline.title)}</h1>
<p class="text-lg text-soft">${escaped(words.offline.text)}</p>
<button type="button" id="again" class="mt-4 inline-flex min-h-14 items-center justify-center rounded-full bg-accent px-7 text-lg font-semibold text-on-accent hover:bg-accent-strong">${escaped(words.offline.again)}</button>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
    },
  });
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
