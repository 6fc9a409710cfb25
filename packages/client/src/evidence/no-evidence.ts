/** Of that person nothing was heard or read here of late, or nothing that could be proven. */
export class NoEvidence extends Error {
  override readonly name = 'NoEvidence';

  constructor() {
    super('nothing that could be proven was heard of that person');
  }
}
