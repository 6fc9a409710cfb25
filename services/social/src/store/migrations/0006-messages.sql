-- How messages of `other` to `account` are treated. Nothing says when, how many, or what.
create table message_ties (
  account uuid not null references accounts on delete cascade,
  other uuid not null references accounts on delete cascade,
  standing text not null check (standing in ('asked', 'open', 'refused')),
  -- Messages that were not answered, while it is not open.
  unanswered smallint not null default 0,
  since_on date not null,
  primary key (account, other)
);
create index message_ties_by_other on message_ties (other);
create index message_ties_waiting on message_ties (since_on) where standing <> 'open';

create sequence envelopes_n;

-- Sealed copies of messages that wait for a device, gone when it has them.
create table envelopes (
  id uuid primary key,
  n bigint not null default nextval('envelopes_n'),
  device uuid not null references devices on delete cascade,
  -- Whose device it is.
  owner uuid not null references accounts on delete cascade,
  author uuid not null references accounts on delete cascade,
  message uuid not null,
  envelope bytea not null,
  arrived_on date not null
);
create index envelopes_by_device on envelopes (device, n);
create index envelopes_by_owner on envelopes (owner);
create index envelopes_by_author on envelopes (author);
create index envelopes_by_day on envelopes (arrived_on);
-- A message that is sent again, since its answer was lost, is still one message.
create unique index envelopes_once on envelopes (device, author, message);
