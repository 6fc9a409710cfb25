import { photoLimits } from '@stoa/protocol/social';
import sharp from 'sharp';

/** More than any camera of today: a small file can claim to be a huge picture. */
const mostPixels = 64_000_000;
const mostSeconds = 10;

type Drawn = { readonly sizes: readonly { readonly size: number; readonly webp: Buffer }[] };
type Fault = { readonly fault: string };

/**
 * The picture drawn anew in each size, square from its middle, WebP. Nothing but its pixels is kept: no place, camera,
 * time, profile or thumbnail.
 */
export async function drawPhoto(file: Uint8Array): Promise<Drawn | Fault> {
  // By its own first bytes: only formats without scripts, links or pages come near the decoder.
  if (!looksLikePhoto(file)) return { fault: 'Send a JPEG, PNG, WebP, GIF or AVIF picture.' };
  try {
    const source = sharp(file, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 }).timeout({
      seconds: mostSeconds,
    });
    const largest = Math.max(...photoLimits.sizes);
    const square = await source
      .autoOrient()
      .resize(largest, largest, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = square.info;
    const sizes = [];
    for (const size of photoLimits.sizes) {
      const drawn = sharp(square.data, { raw: { width, height, channels } }).resize(size, size);
      sizes.push({ size, webp: await drawn.webp({ quality: 82 }).toBuffer() });
    }
    return { sizes };
  } catch (error) {
    const tooLarge = error instanceof Error && /pixel limit/i.test(error.message);
    return {
      fault: tooLarge
        ? 'The picture has too many pixels: send a smaller one.'
        : 'The picture is damaged: try another one.',
    };
  }
}

function looksLikePhoto(file: Uint8Array): boolean {
  const text = (from: number, to: number) => Buffer.from(file.subarray(from, to)).toString('latin1');
  if (file.length < 32) return false;
  if (text(0, 3) === '\xff\xd8\xff' || text(0, 8) === '\x89PNG\r\n\x1a\n') return true;
  if (/^GIF8[79]a$/.test(text(0, 6))) return true;
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return true;
  return text(4, 8) === 'ftyp' && /^avi[fs]$/.test(text(8, 12));
}
