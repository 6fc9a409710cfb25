/** The figure on the app's icon, where systems show one. */
export function showBadge(unread: number): void {
  if (!('setAppBadge' in navigator)) return;
  // Not installed, or not allowed: the figure inside the app is enough.
  const shown = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
  shown.catch(() => undefined);
}
