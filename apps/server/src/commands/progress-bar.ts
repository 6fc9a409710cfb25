const WIDTH = 30;
const EVERY_MS = 100;

/** A line that is drawn over itself, on a terminal only. Bytes read of a total that may not be known. */
export function progressBar(output: NodeJS.WriteStream | undefined) {
  const shown = output?.isTTY === true;
  let last = 0;
  return {
    show(read: number, total: number | undefined): void {
      const now = Date.now();
      if (!shown || now - last < EVERY_MS) return;
      last = now;
      const share = total ? Math.min(1, read / total) : 0;
      const bar = total
        ? `[${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '-')}] ${Math.round(share * 100)} % of ${megabytes(total)}`
        : megabytes(read);
      output?.write(`\r${bar} `);
    },
    clear(): void {
      if (shown && last > 0) output?.write(`\r${' '.repeat(WIDTH + 30)}\r`);
    },
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
