/** The screens around the rooms, in a chunk of their own: whoever comes by a link to listen does not wait for them. */
export { DeletedPage } from './account/deleted-page.tsx';
export { RecoverPage } from './account/recover-page.tsx';
export { SignInPage } from './account/sign-in-page.tsx';
export { SignUpPage } from './account/sign-up-page.tsx';
export { ClubPage } from './clubs/club-page.tsx';
export { ClubsPage } from './clubs/clubs-page.tsx';
export { NewClubPage } from './clubs/new-club-page.tsx';
export { EventPage } from './events/event-page.tsx';
export { EventsPage } from './events/events-page.tsx';
export { NewEventPage } from './events/new-event-page.tsx';
export { HallwayPage } from './hallway/hallway-page.tsx';
export { RoomByHandle } from './hallway/room-by-handle.tsx';
export { NoticesPage } from './notices/notices-page.tsx';
export { PeoplePage } from './people/people-page.tsx';
export { ProfilePage } from './people/profile-page.tsx';
export { SettingsPage } from './settings/settings-page.tsx';
export { StartMemberPage } from './start/start-member-page.tsx';
