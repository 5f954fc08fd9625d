-- The same tables and functions without what guards the books: every trigger, foreign key, CHECK and unique key of the five tables goes, primary keys and the indexes that reads use stay.
do $$
declare
    books regclass[] := array['marketplace.wallet', 'marketplace.lot', 'marketplace.ledger_transaction', 'marketplace.ledger_entry', 'marketplace.slice']::regclass[];
    guard record;
begin
    for guard in select conrelid::regclass as books, conname from pg_constraint
                 where conrelid = any (books) and conparentid = 0 and coninhcount = 0 and contype in ('f', 'c', 'u') order by contype = 'u' loop
        execute format('alter table %s drop constraint %I', guard.books, guard.conname);
    end loop;
    for guard in select tgrelid::regclass as books, tgname from pg_trigger
                 where not tgisinternal and tgparentid = 0
                   and (tgrelid = any (books) or tgrelid in (select inhrelid from pg_inherits where inhparent = any (books))) loop
        execute format('drop trigger %I on %s', guard.tgname, guard.books);
    end loop;
    for guard in select indexrelid::regclass as name from pg_index where indrelid = any (books) and indisunique and not indisprimary loop
        execute format('drop index %s', guard.name);
    end loop;
end $$;
