import qrcode from 'qrcode-generator';

/** The whole link; `link` is the room's path and fragment. */
export const shareUrl = (link: string, origin: string): string => new URL(link, origin).href;

export type QrPath = {
  /** Modules a side, quiet zone of four included. */
  readonly size: number;
  /** SVG path of the dark modules, one unit each. */
  readonly path: string;
};

/** The link as a QR code, drawn by ourselves: no picture from elsewhere ever sees it. */
export function qrPath(url: string): QrPath {
  const code = qrcode(0, 'M');
  code.addData(url);
  code.make();
  const modules = code.getModuleCount();
  let path = '';
  for (let row = 0; row < modules; row++) {
    for (let column = 0; column < modules; column++) {
      if (!code.isDark(row, column)) continue;
      let run = 1;
      while (column + run < modules && code.isDark(row, column + run)) run++;
      path += `M${column + 4} ${row + 4}h${run}v1h-${run}z`;
      column += run;
    }
  }
  return { size: modules + 8, path };
}
