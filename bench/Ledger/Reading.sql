-- 1,000,000 jobs in twelve categories, and 2,000,000 lines of history: half of them in the wallet of account 1, half spread over 10,000 wallets.
set session_replication_role = replica;
set synchronous_commit = off;
set search_path = marketplace;
set maintenance_work_mem = '512MB';
create temporary table later as
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid in ('job'::regclass, 'ledger_transaction'::regclass) and not i.indisprimary and c.relkind in ('i', 'I');
do $$ declare i record; begin for i in select * from later loop execute format('drop index marketplace.%I', i.name); end loop; end $$;
insert into account (id, kind, subject, display_name, email, email_normalized, country, status, created_at) overriding system value
select n, case when n <= 10001 then 'FREELANCER' else 'CLIENT' end, 'account:' || n, 'Account ' || n, n || '@example.com', n || '@example.com', 'US', 'ACTIVE', now() - interval '400 days'
from generate_series(1, 10101) n;
insert into wallet (account_id, asset) select n, asset from generate_series(1, 10001) n, unnest(array['CONNECTS', 'USD']) asset;
insert into job (id, client_id, title, description, category, budget, fixed_cents, projected_value_cents, posted_at, rate_card, rate_card_tiers, tier, connects) overriding system value
select n, 10002 + n % 100, 'Job ' || n, case when n % 5000 = 0 then 'Restore a harpsichord' else 'Keep a shop open' end || ' on street ' || n % 1000,
       (array['legal', 'writing', 'translation', 'design-creative', 'sales-marketing', 'it-networking', 'web-mobile-software', 'accounting-consulting',
              'admin-support', 'customer-service', 'data-science-analytics', 'engineering-architecture'])[1 + n % 12],
       'FIXED', 500 + n::bigint * 7919 % 1000000, 500 + n::bigint * 7919 % 1000000, now() - n * interval '20 seconds', '2023-03', '{2,4,6,8}', 1 + n % 4, 2 + 2 * (n % 4)
from generate_series(1, 1000000) n;
insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at)
select case when n % 2 = 0 then 1 else 2 + n / 2 % 10000 end, n, case when n % 3 = 0 then 'COURTESY' else 'SPEND' end, 'bench:' || n, 'Line ' || n, 1, n, now() - (2000001 - n) * interval '10 seconds'
from generate_series(1, 2000000) n;
do $$ declare i record; begin for i in select * from later loop execute replace(i.definition, ' ON ONLY ', ' ON '); end loop; end $$;
