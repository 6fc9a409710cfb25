-- Accounts that were deleted and whose last rows are still to go; a row goes with its account.
create table leaving (
  account uuid primary key references accounts on delete cascade,
  asked_on date not null
);
