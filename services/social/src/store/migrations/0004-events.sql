create table events (
  id uuid primary key,
  host uuid not null references accounts on delete cascade,
  club uuid references clubs on delete cascade,
  title text not null,
  description text not null,
  starts_at timestamptz not null,
  minutes integer not null,
  zone text not null,
  audience text not null check (audience in ('everyone', 'club')),
  -- Rises with every change; calendars go by it.
  sequence integer not null default 0,
  revised_at timestamptz not null,
  cancelled boolean not null default false,
  going integer not null default 0,
  search tsvector not null,
  n bigint generated always as identity,
  check (audience = 'everyone' or club is not null)
);
create index events_by_time on events (starts_at);
create index events_by_host on events (host, starts_at);
create index events_by_club on events (club, starts_at) where club is not null;
create index events_by_search on events using gin (search);

create table event_hosts (
  event uuid not null references events on delete cascade,
  account uuid not null references accounts on delete cascade,
  accepted boolean not null default false,
  primary key (event, account)
);
create index event_hosts_by_account on event_hosts (account);

create table event_answers (
  event uuid not null references events on delete cascade,
  account uuid not null references accounts on delete cascade,
  answer text not null check (answer in ('going', 'maybe')),
  -- Minutes before; null: none wanted.
  remind integer,
  -- When it is due; null once it was taken by the one who sends it, so that it is sent at most once.
  remind_at timestamptz,
  primary key (event, account)
);
create index event_answers_by_account on event_answers (account);
create index event_answers_due on event_answers (remind_at) where remind_at is not null;

create function event_answers_count() returns trigger language plpgsql as $$
declare
  was integer := 0;
  becomes integer := 0;
begin
  if tg_op <> 'INSERT' then
    was := case when old.answer = 'going' then 1 else 0 end;
  end if;
  if tg_op <> 'DELETE' then
    becomes := case when new.answer = 'going' then 1 else 0 end;
  end if;
  if was <> becomes then
    update events set going = going + becomes - was where id = coalesce(new.event, old.event);
  end if;
  return null;
end $$;
create trigger event_answers_count after insert or update or delete on event_answers
  for each row execute function event_answers_count();

create table calendar_feeds (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  club uuid references clubs on delete cascade,
  token_hash bytea not null unique,
  created_on date not null
);
create index calendar_feeds_by_account on calendar_feeds (account);
