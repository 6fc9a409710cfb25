-- New entries go into the index at once: a list of pending ones would be read through by every search until the next vacuum.
alter index people_by_search set (fastupdate = off);
alter index clubs_by_search set (fastupdate = off);
alter index events_by_search set (fastupdate = off);
select gin_clean_pending_list('people_by_search'), gin_clean_pending_list('clubs_by_search'),
  gin_clean_pending_list('events_by_search');
