/** The first language that a person wants and we have; a regional variant counts as its language. */
export function bestLanguage(have: readonly string[], wanted: readonly string[]): string {
  for (const tag of wanted) {
    const found = have.find((code) => matches(code, tag));
    if (found) return found;
  }
  return 'en';
}

function matches(code: string, tag: string): boolean {
  try {
    const has = new Intl.Locale(code).maximize();
    const wants = new Intl.Locale(tag).maximize();
    // Traditional and simplified Chinese are one language and two scripts.
    return has.language === wants.language && has.script === wants.script;
  } catch {
    return false;
  }
}
