create sequence notifications_n;

-- Nothing here names a room: what is told of rooms lives in memory.
create table notifications (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  n bigint not null default nextval('notifications_n'),
  -- To the hour.
  at timestamptz not null,
  kind text not null,
  actor uuid references accounts on delete cascade,
  club uuid references clubs on delete cascade,
  event uuid references events on delete cascade,
  word text
);
create index notifications_by_account on notifications (account, n desc);
create index notifications_by_time on notifications (at);
create index notifications_by_actor on notifications (actor);
create index notifications_by_club on notifications (club);
create index notifications_by_event on notifications (event);
-- The same thing is told once: a newer telling takes the older one's place.
create unique index notifications_same on notifications (
  account,
  kind,
  coalesce(actor, '00000000-0000-0000-0000-000000000000'),
  coalesce(club, '00000000-0000-0000-0000-000000000000'),
  coalesce(event, '00000000-0000-0000-0000-000000000000')
);

create table bell_settings (
  account uuid primary key references accounts on delete cascade,
  zone text not null default 'UTC',
  quiet_from smallint,
  quiet_to smallint,
  paused boolean not null default false,
  paused_until timestamptz,
  read_to bigint not null default 0
);

-- A bell ends with the follow it belongs to.
create table bells (
  account uuid not null,
  about uuid not null,
  level text not null check (level in ('always', 'sometimes', 'never')),
  primary key (account, about),
  foreign key (account, about) references follows (follower, followed) on delete cascade
);

-- One for each session, and gone with it.
create table push_subscriptions (
  session uuid primary key references sessions on delete cascade,
  account uuid not null references accounts on delete cascade,
  endpoint text not null unique,
  p256dh bytea not null,
  auth bytea not null
);
create index push_subscriptions_by_account on push_subscriptions (account);

create table push_keys (
  one boolean primary key default true check (one),
  public_key bytea not null,
  private_key bytea not null
);
