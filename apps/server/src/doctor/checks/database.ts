import { type Finding, findings } from '../finding.ts';

export type DatabaseFacts =
  | { readonly kind: 'notUsed' }
  /** Our own, in the data folder, not running now. */
  | { readonly kind: 'own'; readonly state: 'none' | 'stopped'; readonly refused?: string | undefined }
  | { readonly kind: 'refused'; readonly says: string }
  | {
      readonly kind: 'answered';
      readonly isOwn: boolean;
      readonly major: number;
      readonly oldest: number;
      /** What its tables are: of this program or an older one, or of a newer. */
      readonly tables: 'none' | 'ours' | 'older' | 'newer';
      readonly maxConnections: number;
    };

const wanted = 20;

export function decideDatabase(facts: DatabaseFacts): Finding[] {
  const { ok, warning, fault } = findings('database');
  if (facts.kind === 'notUsed') return [ok('No database is used.')];
  if (facts.kind === 'refused') return [fault(facts.says, 'Correct DATABASE_URL, or the database.')];
  if (facts.kind === 'own') {
    if (facts.refused !== undefined) return [fault(facts.refused)];
    return [ok(facts.state === 'none' ? 'Our own database will be made.' : 'Our own database is there.')];
  }
  const found: Finding[] = [];
  if (facts.major < facts.oldest) {
    found.push(
      fault(`The database is PostgreSQL ${facts.major}.`, `Stoa needs ${facts.oldest} or later: upgrade it.`),
    );
  }
  if (facts.tables === 'newer') {
    found.push(
      fault(
        'The database was used by a newer Stoa.',
        'Start that one again, or restore a backup of before the upgrade.',
      ),
    );
  }
  if (facts.maxConnections < wanted + 5 && !facts.isOwn) {
    found.push(
      warning(
        `The database lets ${facts.maxConnections} connections in.`,
        `Each process with the role social takes up to ${wanted}: raise max_connections.`,
      ),
    );
  }
  return found.length > 0 ? found : [ok(`PostgreSQL ${facts.major} answers.`)];
}
