import { type Finding, findings } from '../finding.ts';

export type FileFacts = {
  readonly dataFolder: {
    readonly path: string;
    /** The system's word for why nothing can be written; undefined: it can. */
    readonly refused: string | undefined;
    readonly othersMayWrite: boolean;
    readonly freeBytes: number | undefined;
  };
  /** Files that nobody else may read. */
  readonly secrets: readonly {
    readonly called: string;
    readonly path: string;
    readonly state: SecretState;
  }[];
  /** `deployment.key`. */
  readonly deploymentKey: 'none' | 'good' | 'damaged';
};

export type SecretState = 'closed' | 'open' | 'missing' | 'unreadable';

const mib = 1_048_576;

export function decideFiles({ dataFolder, secrets, deploymentKey }: FileFacts): Finding[] {
  const { ok, warning, fault } = findings('files');
  const { path, refused, freeBytes } = dataFolder;
  const found: Finding[] = [];
  if (refused === 'ENOSPC') {
    found.push(
      fault(
        `The disk of the data folder (${path}) is full.`,
        'Make room, or move STOA_DATA to another disk.',
      ),
    );
  } else if (refused === 'EROFS') {
    found.push(
      fault(
        `The data folder (${path}) is on a read-only disk.`,
        'Mount it for writing; in a unit, see ReadWritePaths.',
      ),
    );
  } else if (refused !== undefined) {
    found.push(
      fault(
        `The data folder (${path}) cannot be written (${refused}).`,
        'Set STOA_DATA to a folder that belongs to our user.',
      ),
    );
  } else if (freeBytes !== undefined && freeBytes < 1_024 * mib) {
    const sentence = `The disk of the data folder has ${Math.floor(freeBytes / mib)} MiB left.`;
    found.push(freeBytes < 128 * mib ? fault(sentence, 'Make room.') : warning(sentence, 'Make room.'));
  }
  if (dataFolder.othersMayWrite) {
    found.push(fault(`Others may write into the data folder (${path}).`, `chmod go-w ${path}`));
  }
  if (deploymentKey === 'damaged') {
    found.push(
      fault(
        'deployment.key in the data folder is damaged.',
        'Restore it from a backup. Deleting it makes a new deployment: links to live rooms and pseudonyms end.',
      ),
    );
  }
  for (const { called, path: file, state } of secrets) {
    if (state === 'open') found.push(fault(`Others can read ${called} (${file}).`, `chmod go-rwx ${file}`));
    if (state === 'missing') found.push(fault(`${called} names a file that does not exist (${file}).`));
    if (state === 'unreadable') {
      found.push(
        fault(`Our user cannot read ${called} (${file}).`, 'Give it to our user, and to nobody else.'),
      );
    }
  }
  return found.length > 0 ? found : [ok(`The data folder (${path}) can be written, and no secret is open.`)];
}
