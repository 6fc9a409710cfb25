create table images (
  id uuid not null,
  size smallint not null,
  webp bytea not null,
  primary key (id, size)
);

create table accounts (
  id uuid primary key,
  handle text not null,
  handle_look text not null unique,
  name text not null,
  bio text not null default '',
  links text[] not null default '{}',
  image uuid,
  operator boolean not null default false,
  device_generation integer not null default 0,
  -- What authenticators know the account by: nothing else is called so.
  passkey_user uuid not null default gen_random_uuid(),
  created_on date not null
);

create table passkeys (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  credential bytea not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  label text not null,
  synced boolean not null,
  created_on date not null,
  used_on date,
  usable_at timestamptz
);
create index passkeys_by_account on passkeys (account);

create table sessions (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  token_hash bytea not null unique,
  label text not null,
  created_on date not null,
  used_on date not null
);
create index sessions_by_account on sessions (account);

create table recovery_codes (
  account uuid primary key references accounts on delete cascade,
  locator text not null unique,
  code_hash bytea not null,
  tries smallint not null default 0,
  created_on date not null
);

create table devices (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  -- Ending a session takes its device away; the row stays so that contacts see the change.
  session uuid references sessions on delete set null,
  ed25519 bytea not null,
  x25519 bytea not null,
  label text not null,
  added_in integer not null,
  removed_in integer,
  added_on date not null,
  removed_on date
);
create index devices_by_account on devices (account);
create index devices_by_session on devices (session);
create unique index devices_in_use on devices (ed25519) where removed_in is null;

create table api_tokens (
  id uuid primary key,
  account uuid not null references accounts on delete cascade,
  token_hash bytea not null unique,
  label text not null,
  scopes text[] not null,
  created_on date not null,
  used_on date,
  expires_on date
);
create index api_tokens_by_account on api_tokens (account);
