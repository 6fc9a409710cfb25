export type Shortcut = 'mute' | 'hand' | 'chat' | 'help';
type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat' | 'defaultPrevented'
> & {
  readonly target: EventTarget | null;
};

const keys: Readonly<Record<string, Shortcut>> = { m: 'mute', h: 'hand', c: 'chat', '?': 'help' };

/** What a key press means; undefined while somebody types, a menu or dialog is open, or another program means it. */
export function shortcutOf(press: KeyPress): Shortcut | undefined {
  if (press.altKey || press.ctrlKey || press.metaKey || press.repeat || press.defaultPrevented)
    return undefined;
  if (press.target instanceof Element) {
    if (
      press.target.closest(
        'input, textarea, select, [contenteditable="true"], [role^="menu"], [role="alertdialog"], [role="dialog"]',
      )
    )
      return undefined;
  }
  return keys[press.key.toLowerCase()];
}
