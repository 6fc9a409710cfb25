import type { AccountsTables } from './accounts.ts';
import type { ClubsTables } from './clubs.ts';
import type { EventsTables } from './events.ts';
import type { MessagesTables } from './messages.ts';
import type { NotificationsTables } from './notifications.ts';
import type { PeopleTables } from './people.ts';
import type { SafetyTables } from './safety.ts';
import type { YourDataTables } from './your-data.ts';

export type { Day } from './accounts.ts';

/** Every table, one type a feature. */
export type Tables = AccountsTables &
  PeopleTables &
  ClubsTables &
  EventsTables &
  NotificationsTables &
  MessagesTables &
  SafetyTables &
  YourDataTables;
