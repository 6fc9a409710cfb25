-- Banned by the operator: nobody else sees the account, though its rows are kept until the ban is lifted or it is deleted.
alter table people add column gone boolean not null default false;
