-- What the social app adds to an account; a row comes with each account.
create table people (
  account uuid primary key references accounts on delete cascade,
  followers integer not null default 0,
  following integer not null default 0,
  lists_private boolean not null default false,
  -- Terms of handle and name, made by the program.
  search tsvector not null default ''
);
create index people_by_search on people using gin (search);
create index people_by_followers on people (followers desc);

insert into people (account) select id from accounts;

create function people_begin() returns trigger language plpgsql as $$
begin
  insert into people (account) values (new.id);
  return null;
end $$;
create trigger people_begin after insert on accounts for each row execute function people_begin();

-- n: only the order in which follows came. When they came is kept nowhere.
create table follows (
  follower uuid not null references accounts on delete cascade,
  followed uuid not null references accounts on delete cascade,
  n bigint generated always as identity,
  primary key (follower, followed),
  check (follower <> followed)
);
create index follows_by_follower on follows (follower, n desc);
create index follows_by_followed on follows (followed, n desc);

-- Counts are right whatever ends a follow, the end of an account too. Both rows are locked in one order.
create function follows_count() returns trigger language plpgsql as $$
declare
  one follows := coalesce(new, old);
  change integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  perform 1 from people where account in (one.follower, one.followed) order by account for update;
  update people set following = following + change where account = one.follower;
  update people set followers = followers + change where account = one.followed;
  return null;
end $$;
create trigger follows_count after insert or delete on follows for each row execute function follows_count();

create table blocks (
  blocker uuid not null references accounts on delete cascade,
  blocked uuid not null references accounts on delete cascade,
  n bigint generated always as identity,
  primary key (blocker, blocked),
  check (blocker <> blocked)
);
create index blocks_by_blocked on blocks (blocked);
create index blocks_by_blocker on blocks (blocker, n desc);

create table mutes (
  muter uuid not null references accounts on delete cascade,
  muted uuid not null references accounts on delete cascade,
  n bigint generated always as identity,
  primary key (muter, muted),
  check (muter <> muted)
);
create index mutes_by_muter on mutes (muter, n desc);
create index mutes_by_muted on mutes (muted);
