create table clubs (
  id uuid primary key,
  name text not null,
  description text not null,
  rules text[] not null,
  rules_version integer not null default 1,
  way_in text not null check (way_in in ('open', 'request', 'invitation')),
  in_directory boolean not null,
  members integer not null default 0,
  created_on date not null,
  search tsvector not null
);
create index clubs_by_search on clubs using gin (search);
create index clubs_by_members on clubs (members desc) where in_directory;

create table club_people (
  club uuid not null references clubs on delete cascade,
  account uuid not null references accounts on delete cascade,
  standing text not null check (standing in ('requested', 'invited', 'banned', 'member', 'admin', 'owner')),
  -- The rules that were accepted, for people who asked or are in.
  rules_version integer,
  n bigint generated always as identity,
  primary key (club, account)
);
create index club_people_by_account on club_people (account);
create index club_people_by_club on club_people (club, n);
create index club_people_desk on club_people (club, standing, n) where standing in ('requested', 'invited', 'banned');
create unique index club_people_owner on club_people (club) where standing = 'owner';

create function club_people_count() returns trigger language plpgsql as $$
declare
  was integer := 0;
  becomes integer := 0;
begin
  if tg_op <> 'INSERT' then
    was := case when old.standing in ('member', 'admin', 'owner') then 1 else 0 end;
  end if;
  if tg_op <> 'DELETE' then
    becomes := case when new.standing in ('member', 'admin', 'owner') then 1 else 0 end;
  end if;
  if was <> becomes then
    update clubs set members = members + becomes - was where id = coalesce(new.club, old.club);
  end if;
  return null;
end $$;
create trigger club_people_count after insert or update or delete on club_people
  for each row execute function club_people_count();
