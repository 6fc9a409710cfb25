import { z } from 'zod';
import { cleanName, cleanText } from '../names.ts';

export const profileLimits = {
  bioCodePoints: 500,
  bioLines: 12,
  links: 5,
  linkLength: 200,
  labelCodePoints: 40,
} as const;

/** Text that is cleaned when it comes in and refused when it is too long or nothing is left. */
const cleaned = (longest: number, clean: (text: string) => string | undefined) =>
  z.codec(z.string().max(longest), z.string(), {
    decode: (text, context) => {
      const value = clean(text);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: 'nothing readable, or too long', input: text });
      return z.NEVER;
    },
    encode: (text) => text,
  });

export const displayNameSchema = cleaned(400, cleanName);

/** What a person calls a device, passkey or token: "Firefox on Linux". */
export const labelSchema = cleaned(200, (text) => cleanText(text, profileLimits.labelCodePoints));

/** May be empty. Lines stay lines, more than one empty line becomes one. */
export function cleanBio(text: string): string | undefined {
  const lines = text
    .split(/\r\n|\r|\n/u)
    .map((line) => (line.trim() === '' ? '' : cleanText(line, profileLimits.bioCodePoints)));
  const readable = lines.filter(
    (line, i): line is string => line !== undefined && (line !== '' || lines[i - 1] !== ''),
  );
  const bio = readable.join('\n').trim();
  if (lines.includes(undefined) && bio === '') return undefined;
  if ([...bio].length > profileLimits.bioCodePoints || readable.length > profileLimits.bioLines)
    return undefined;
  return bio;
}
export const bioSchema = cleaned(4_000, cleanBio);

/** An address of the web, in the one spelling that the URL standard gives it; no user name or password in it. */
export function cleanLink(text: string): string | undefined {
  const trimmed = text.trim();
  const spelled = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(spelled)) return undefined;
  const url = new URL(spelled);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username || url.password || !url.hostname.includes('.')) return undefined;
  return url.href.length <= profileLimits.linkLength ? url.href : undefined;
}
export const linksSchema = z.array(cleaned(800, cleanLink)).max(profileLimits.links);
