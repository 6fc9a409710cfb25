import { serveFrom } from './app-worker.ts';
import type { BuildFiles } from './files.ts';
import type { WorkerScope } from './scope.ts';

/** Put in by the build. */
declare const STOA_BUILD_FILES: BuildFiles;

serveFrom(self as unknown as WorkerScope, STOA_BUILD_FILES);
