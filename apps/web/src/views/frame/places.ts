import { Bell, CalendarDays, type LucideIcon, MessageCircle, Radio, Search, UsersRound } from 'lucide-react';

export type Place = {
  readonly name: 'rooms' | 'people' | 'clubs' | 'events' | 'messages' | 'notices';
  readonly path: '/' | '/people' | '/clubs' | '/events' | '/messages' | '/notices';
  readonly icon: LucideIcon;
  /** Is it one of the few at the foot of a phone? The others are above. */
  readonly foot: boolean;
};

export const places: readonly Place[] = [
  { name: 'rooms', path: '/', icon: Radio, foot: true },
  { name: 'people', path: '/people', icon: Search, foot: true },
  { name: 'events', path: '/events', icon: CalendarDays, foot: true },
  { name: 'clubs', path: '/clubs', icon: UsersRound, foot: true },
  { name: 'messages', path: '/messages', icon: MessageCircle, foot: false },
  { name: 'notices', path: '/notices', icon: Bell, foot: false },
];
