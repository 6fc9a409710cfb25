-- Reports about one person are decided together: one open case a person.
create table safety_cases (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  score smallint not null,
  opened_on date not null,
  decision text check (decision in ('nothing', 'warn', 'ban')),
  decided_on date,
  n bigint generated always as identity,
  check ((decision is null) = (decided_on is null))
);
create unique index safety_cases_open on safety_cases (account) where decided_on is null;
create index safety_cases_queue on safety_cases (score desc, n) where decided_on is null;
create index safety_cases_by_account on safety_cases (account);
create index safety_cases_decided on safety_cases (decided_on);

create table safety_claims (
  safety_case uuid primary key references safety_cases on delete cascade,
  operator uuid not null references accounts on delete cascade
);

-- No room's handle: which room a report names is in memory, as long as that room lives.
create table safety_reports (
  id uuid primary key,
  safety_case uuid not null references safety_cases on delete cascade,
  account uuid not null references accounts on delete cascade,
  kind text not null check (kind in ('person', 'message', 'room')),
  reason text not null,
  -- Of a room, as it was then.
  title text,
  on_day date not null,
  evidence_key integer,
  evidence bytea check (octet_length(evidence) <= 262144),
  n bigint generated always as identity,
  check ((evidence is null) = (evidence_key is null))
);
create index safety_reports_by_case on safety_reports (safety_case, n);
create index safety_reports_by_account on safety_reports (account);

-- Who reported, and what they wrote: goes with their account, while the report stays.
create table safety_reporters (
  report uuid primary key references safety_reports on delete cascade,
  account uuid not null references accounts on delete cascade,
  words text not null,
  times smallint not null default 1
);
create index safety_reporters_by_account on safety_reporters (account);

create table safety_keys (
  number integer generated always as identity primary key,
  public_key bytea not null check (octet_length(public_key) = 32),
  made_on date not null
);

create table bans (
  account uuid primary key references accounts on delete cascade,
  reason text not null,
  note text not null,
  since date not null,
  until timestamptz,
  appeal text,
  appeal_answered boolean not null default false
);
create index bans_by_end on bans (until) where until is not null;

-- SHA-256 of the Ed25519 keys of a banned person's devices.
create table banned_devices (
  key_hash bytea primary key,
  account uuid not null references accounts on delete cascade
);
create index banned_devices_by_account on banned_devices (account);

-- Rises with every ban and its end, so that each process notices those that another one made.
create table ban_version (one boolean primary key default true check (one), version bigint not null default 0);
insert into ban_version default values;
create function ban_changed() returns trigger language plpgsql as $$
begin
  update ban_version set version = version + 1;
  return null;
end $$;
create trigger ban_changed after insert or delete on bans for each statement execute function ban_changed();

-- One log of the operator (all zeros) and one of each club, numbered from 1, each entry tied to the one before by hash.
create table moderation_log (
  log uuid not null,
  n integer not null check (n >= 1),
  on_day date not null,
  act text not null,
  by_mark bytea not null,
  of_mark bytea not null,
  words_mark bytea not null,
  before bytea not null,
  hash bytea not null,
  primary key (log, n)
);
create function moderation_log_grows() returns trigger language plpgsql as $$
begin
  raise exception 'The moderation log only grows.';
end $$;
create trigger moderation_log_grows before update or delete on moderation_log
  for each row execute function moderation_log_grows();
create trigger moderation_log_stays before truncate on moderation_log
  for each statement execute function moderation_log_grows();
revoke update, delete, truncate on moderation_log from public;

-- Whom the marks mean. Goes with the account; the chain stays whole.
create table moderation_people (
  log uuid not null,
  n integer not null,
  part text not null check (part in ('by', 'of', 'untold')),
  account uuid not null references accounts on delete cascade,
  salt bytea not null,
  primary key (log, n, part),
  foreign key (log, n) references moderation_log
);
create index moderation_people_by_account on moderation_people (account, part);
create trigger moderation_people_stay before update on moderation_people
  for each row execute function moderation_log_grows();

-- With the account that they are about; of the one who acted when they are about nobody.
create table moderation_words (
  log uuid not null,
  n integer not null,
  account uuid not null references accounts on delete cascade,
  salt bytea not null,
  words text not null,
  primary key (log, n),
  foreign key (log, n) references moderation_log
);
create index moderation_words_by_account on moderation_words (account);
create trigger moderation_words_stay before update on moderation_words
  for each row execute function moderation_log_grows();
