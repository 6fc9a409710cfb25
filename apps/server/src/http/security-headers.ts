/** On every answer. Scripts, styles and workers come from this origin alone; the page cannot be framed. */
export function securityHeaders(publicUrl: URL | undefined): Readonly<Record<string, string>> {
  const https = publicUrl?.protocol === 'https:';
  // Some browsers do not count WebSockets of the same origin as 'self'.
  const sockets = publicUrl ? ` ${https ? 'wss' : 'ws'}://${publicUrl.host}` : '';
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "media-src 'self' blob: mediastream:",
      "worker-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self'${sockets}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'microphone=(self), speaker-selection=(self), autoplay=(self), camera=(), geolocation=(), display-capture=(), usb=(), payment=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
