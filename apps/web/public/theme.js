// Runs before the first paint, so that a hand-picked theme does not flash. Key and values: state/device-prefs.ts.
try {
  const theme = JSON.parse(localStorage.getItem('stoa.prefs') || '{}').theme;
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is off: the system's choice stands.
}
